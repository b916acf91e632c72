#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "plumb/onnx/columns.h"

namespace plumb {

/// Trees that cut rows off from each other at random (Liu, Ting and Zhou, 2008). Odd rows are alone after few cuts.
///
///     const auto trees = IsolationTrees::grow(rows, width, {.n_estimators = 100, .max_samples = 256, .seed = 7});
///     trees.score(row);  // in (0, 1]: about 0.5 for usual rows, towards 1 for odd ones
///
///     score(x) = 2^(-mean depth of x / c(n)),   c(n) = 2 (log(n - 1) + 0.5772…) - 2 (n - 1) / n
///
/// Each tree sees n = max_samples rows. A node cuts one column, drawn among those in which its rows differ, at a number
/// drawn between their smallest and largest; rows up to it go left. No tree is deeper than log2(n); a leaf with m rows
/// counts c(m) more. Scikit-learn's algorithm, with random draws of our own.
struct IsolationTrees {
  int64_t samples = 0;                // n
  std::vector<int64_t> roots = {};    // by tree, the place of its first node
  std::vector<int64_t> columns = {};  // by node, the column that it cuts
  std::vector<double> cuts = {};      // and where; the largest number in a leaf
  std::vector<int64_t> lefts = {};    // the place of its left child, the right one follows; in a leaf its own
  std::vector<double> depths = {};    // of a leaf, with what its rows add

  struct Options {
    int64_t n_estimators = 100, max_samples = 256;
    uint64_t seed = 0;
  };
  /// `rows` lie one after the other, `width` numbers each, none NaN.
  static IsolationTrees grow(std::span<const double> rows, size_t width, const Options& options);

  double score(std::span<const double> row) const;
  /// The same in ONNX: float64 [rows, 1] of float64 [rows, width]. All trees go down together, a level in six nodes.
  std::string emit(onnx::Columns& graph, const std::string& x) const;

  static void describe(auto& self, auto& field) {
    field("samples", self.samples, "Train rows that each tree saw.");
    field("roots", self.roots, "The first node of each tree.");
    field("columns", self.columns, "The column that each node cuts.");
    field("cuts", self.cuts, "Where it is cut; in a leaf, the largest number.");
    field("lefts", self.lefts, "Its left child, which the right one follows; in a leaf, itself.");
    field("depths", self.depths, "The depth of each leaf, with what its rows add.");
  }

 private:
  int64_t levels() const;
};

}  // namespace plumb
