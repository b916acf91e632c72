#pragma once

#include <atomic>
#include <vector>

#include "plumb/data/split.h"

namespace plumb {

/// Some rows of data that are seen piece by piece, each as likely as any other. A row is kept while its draw, a
/// function of (seed, number of the row), lies below a bound; whenever more than `most` rows are kept the bound is
/// halved. So the sample holds between half of `most` and `most` rows (or all there are), and is the same in whatever
/// order pieces come.
///
///     RowSample sample(seed, 1000);
///     sample.keep(sample.draw(piece, parts, RowPart::train, first_row));   // of every piece
///     sample.table();
class RowSample {
 public:
  RowSample(uint64_t seed, int64_t most) : seed_(seed), most_(most) {}

  struct Drawn {
    Table rows = {};
    std::vector<double> draws = {};
    std::vector<int64_t> numbers = {};
  };
  /// The rows of one part of a piece that may be kept; `first_row`: the number of its first. From any thread.
  Drawn draw(const Table& piece, const std::vector<RowPart>& parts, RowPart part, int64_t first_row) const;
  /// Keeps them. One call at a time.
  void keep(Drawn drawn);
  /// All kept rows, in the order of their numbers.
  Table table() const;

 private:
  uint64_t seed_;
  int64_t most_, kept_ = 0;
  std::atomic<double> bound_ = 1;
  std::vector<Drawn> piles_;  // each at least twice as large as the next, so that rows are seldom copied
};

}  // namespace plumb
