#pragma once

#include <vector>

#include "plumb/model/activation.h"
#include "plumb/model/layer.h"

namespace plumb {

/// A vector for each number of a row that bends at the edges of bins (Gorishniy, Rubachev and Babenko, 2022): where a
/// network would need many units to tell 29 from 31, it now learns a weight for each bin.
///
///     piecewise_linear_embedding: {units: 16}                                     # with the step `embedding_bins`
///     piecewise_linear_embedding: {units: 16, edges: [[0, 18, 65, 90], [0, 40]]}  # of two columns
///
/// Of a number x in a column with the edges b_0 < … < b_T, each bin says how much of it lies below x,
///
///     e_t = clip((x - b_(t-1)) / (b_t - b_(t-1)), 0, 1)        so that 0.3 in the third of four bins is (1, 1, 0.3, 0)
///
/// and the embedding is activation(e W + b), with W and b of the column's own. [rows, columns] becomes
/// [rows, columns, units]. The paper lets the first and the last bin go on past their outer edges; here a number
/// outside of what the train rows had counts as the edge. A column without edges has one bin, from 0 to 1.
struct PiecewiseLinearEmbedding {
  int64_t units = 16;
  Activation activation = {};
  std::vector<std::vector<double>> edges = {};

  static constexpr auto name = "piecewise_linear_embedding";
  static constexpr auto summary = "A learned vector for each number, that bends at the edges of bins.";
  static constexpr auto shorthand = "units";
  static constexpr auto example = "piecewise_linear_embedding: {units: 16}";
  static void describe(auto& self, auto& field) {
    field("units", self.units, "Length of a vector.", at_least(1));
    field("activation", self.activation, "Applied to the vectors.");
    field("edges", self.edges,
          "Edges of the bins of each column, ascending; nothing: those that the step embedding_bins learned.");
  }
  void check(Problems& problems) const;
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
