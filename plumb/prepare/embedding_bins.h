#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

enum class BinsBy { tree, quantiles };
constexpr auto names(BinsBy) { return std::array{"tree", "quantiles"}; }

/// Learns, for each number, the bins within which a network may take it for a straight line (Gorishniy, Rubachev and
/// Babenko, 2022). The numbers stay as they are: the layer `piecewise_linear_embedding` reads the edges.
///
///     - embedding_bins: {columns: [age, hours], by: tree, bins: 48}
///
///   tree       where a decision tree over the one column would ask to tell the target (tree_split.h); at least
///              `min_rows` train rows in a bin. Bins are narrow where the target changes, and a column that says
///              nothing has one.
///   quantiles  as many train rows in each bin; the target is not looked at. Repeated numbers make fewer bins.
///
/// The first edge is the smallest train number and the last the largest. A step behind this one must not change these
/// columns, for the edges would not fit them any more.
struct EmbeddingBins {
  std::vector<std::string> columns = {};
  BinsBy by = BinsBy::tree;
  int64_t bins = 48;
  int64_t min_rows = 32;
  std::string target = {};

  static constexpr auto name = "embedding_bins";
  static constexpr auto summary = "Learns bins of numbers, for networks that embed numbers.";
  static constexpr auto example = "embedding_bins: {by: tree, bins: 48}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns that get bins; empty means every number that is not a boolean.");
    field("by", self.by, "How the bins are found.");
    field("bins", self.bins, "Bins of a column, at most.", at_least(1));
    field("min_rows", self.min_rows, "Train rows in a bin, at least; `by: tree` only.", at_least(1));
    field("target", self.target, "The column that `by: tree` wants to tell; empty: the first target of the task.");
  }

  struct Binned {
    std::string column = {};
    std::vector<double> edges = {};
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column.");
      field("edges", self.edges, "Edges of its bins, ascending.");
    }
  };
  struct State {
    std::vector<Binned> binned = {};
    static void describe(auto& self, auto& field) { field("binned", self.binned, "The bins of each column."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State&, Table rows, const StepContext&) const { return rows; }
  void emit(const State&, onnx::Columns&) const {}
  void hint(const State& state, std::map<std::string, ColumnHints>& hints) const;
};

}  // namespace plumb
