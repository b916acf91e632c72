#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace plumb {

/// Quantiles of numbers that come one after the other, in bounded memory. Exact for the first `capacity` numbers.
///
///     QuantileSketch sketch(1'000'000);
///     for (const double x : column) sketch.add(x);
///     sketch.quantiles({0.25, 0.5, 0.75});       // as numpy's `quantile`, linear between neighbours
///
/// Numbers wait in a buffer; a full one is sorted, and every second number goes on to the next buffer, where each
/// stands for twice as many (Manku, Rajagopalan and Lindsay, 1998; Karnin, Lang and Liberty, 2016). First and second
/// ones take turns, so nothing is drawn at random. With n numbers a rank is wrong by at most n log2(n / capacity) / (2
/// capacity): of a hundred million, with a capacity of one million, 350. Memory: capacity * log2(n / capacity) numbers.
class QuantileSketch {
 public:
  explicit QuantileSketch(size_t capacity);

  void add(double number);
  int64_t count() const { return count_; }
  /// One number for each share in [0, 1]; there must have been a number.
  std::vector<double> quantiles(const std::vector<double>& shares) const;

 private:
  void halve(size_t level);

  size_t capacity_;
  int64_t count_ = 0;
  std::vector<std::vector<double>> levels_{1};  // a number of levels_[i] stands for 2^i
  std::vector<bool> second_{false};             // whether the next halving keeps the second of each two
};

}  // namespace plumb
