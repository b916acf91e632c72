#pragma once

#include <string>
#include <vector>

#include "plumb/onnx/columns.h"

namespace plumb {

/// Looks numbers up among sorted ones in ONNX: which is the last that is not above the number?
///
///     const SortedSearch search(columns, knots);          // one ascending list a column, none of them empty
///     const auto place = search.place(x);                 // of x, float64 [rows, columns]
///     const auto low = search.values(knots, place);       // the knot itself; any other list of that form goes too
///
/// A number below the first knot, and NaN, get the place of the first. Two looks at about sqrt(n) knots each find one
/// of n, in ten nodes for any number of columns: a comparison with all of them would take rows * columns * n.
class SortedSearch {
 public:
  using Lists = std::vector<std::vector<double>>;

  SortedSearch(onnx::Columns& columns, const Lists& knots);
  std::string place(const std::string& x) const;  // int64 [rows, columns], for `values`
  /// What stands at these places in lists as long as those of the knots: float64 [rows, columns].
  std::string values(const Lists& lists, const std::string& place) const;

 private:
  /// How many numbers of its row each x is not below, at least 1.
  std::string reached(const std::string& x, const std::string& rows) const;
  std::vector<double> padded(const Lists& lists, double padding) const;

  onnx::Columns& columns_;
  int64_t block_ = 1, count_ = 0;  // knots looked at in one go; columns
  std::string first_, all_;        // of each block its first knot; every block
};

}  // namespace plumb
