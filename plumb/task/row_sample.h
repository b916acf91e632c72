#pragma once

#include <atomic>
#include <map>

#include "plumb/data/split.h"

namespace plumb {

/// Some rows of data that are seen piece by piece, each as likely as any other. A row is kept while its draw, a
/// function of (seed, number of the row), lies below a bound; whenever more than `most` rows are kept the bound is
/// halved. So the sample holds between half of `most` and `most` rows (or all there are), and is the same in whatever
/// order pieces come.
class RowSample {
 public:
  RowSample(uint64_t seed, int64_t most) : seed_(seed), most_(most) {}

  struct Drawn {
    Table rows;
    std::vector<double> draws;
  };
  /// The rows of one part of a piece that may be kept. From any thread.
  Drawn draw(const Table& piece, const std::vector<Part>& parts, Part part, int64_t first_row) const;
  /// Keeps them; `piece` is its number. One call at a time.
  void keep(int64_t piece, const Drawn& drawn);
  /// All kept rows, in the order of their pieces.
  Table table() const;

 private:
  uint64_t seed_;
  int64_t most_, kept_ = 0;
  std::atomic<double> bound_ = 1;
  std::map<int64_t, Drawn> pieces_;
};

}  // namespace plumb
