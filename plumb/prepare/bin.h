#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

enum class BinStrategy { uniform, quantile, kmeans };
constexpr auto names(BinStrategy) { return std::array{"uniform", "quantile", "kmeans"}; }
enum class BinEncoding { ordinal, one_hot };
constexpr auto names(BinEncoding) { return std::array{"ordinal", "one_hot"}; }

/// Each number becomes the number of the bin that it falls into, from 0 on; or a column for each bin, with a 1 where
/// the number is.
///
///     - bin: {columns: [age], bins: 5, strategy: quantile}
///
///   uniform   bins of equal width between the smallest and the largest train number
///   quantile  bins of equally many train rows (quantiles linear between neighbours)
///   kmeans    bins whose edges lie midway between the middles of groups (line_means.h)
///
/// A bin holds its lower edge; numbers beyond the train rows are in the first and the last. Bins narrower than 1e-8 are
/// joined (quantile, kmeans). As scikit-learn's KBinsDiscretizer (with quantile_method "linear"), but numbers and edges
/// are compared as float32 sees them, so that a number on an edge falls into the same bin when it is served. `one_hot`
/// makes columns `age_bin_0`, …. Gaps stay gaps.
struct Bin {
  std::vector<std::string> columns = {};
  int64_t bins = 5;
  BinStrategy strategy = BinStrategy::quantile;
  BinEncoding encode = BinEncoding::ordinal;

  static constexpr auto name = "bin";
  static constexpr auto summary = "Each number becomes the bin that it falls into.";
  static constexpr auto example = "bin: {columns: [age], bins: 5, strategy: quantile}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to change; empty means every number that is not a boolean.");
    field("bins", self.bins, "How many bins a column gets.", between(2, 1000));
    field("strategy", self.strategy, "Where the edges of the bins lie.");
    field("encode", self.encode, "The number of the bin, or a column for each.");
  }

  struct Edges {
    std::string column = {};
    std::vector<double> inner = {};  // between the bins
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column.");
      field("inner", self.inner, "Edges between its bins, ascending.");
    }
  };
  struct State {
    std::vector<Edges> edges = {};
    static void describe(auto& self, auto& field) { field("edges", self.edges, "The edges of each column."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
