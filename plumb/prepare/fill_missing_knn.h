#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

enum class NeighborWeights { uniform, distance };
constexpr auto names(NeighborWeights) { return std::array{"uniform", "distance"}; }

/// Fills gaps in numbers with the mean of the nearest train rows that have the number.
///
///     - standardize
///     - fill_missing_knn: {n_neighbors: 5, weights: distance}
///
/// The distance of two rows is over the columns that both have, scaled up to all of them:
///
///     d(a, b) = sqrt(columns / present * sum of (a - b)^2 where both are present)
///
/// With `weights: distance` a neighbor counts 1 / d; those at distance 0 alone, where there are any. Of equally near
/// rows the earlier ones count. Where no row shares a column, the train mean. As scikit-learn's KNNImputer. Trap:
/// columns count in their own units; put `standardize` before it, which leaves gaps alone.
///
/// The step keeps the train rows, up to `max_rows` spread evenly over them, and looks through all of them for each row
/// with a gap. It has no ONNX form, since the train rows would be part of the file.
struct FillMissingKnn {
  std::vector<std::string> columns = {};
  int64_t n_neighbors = 5;
  NeighborWeights weights = NeighborWeights::uniform;
  int64_t max_rows = 10'000;
  bool flag = false;

  static constexpr auto name = "fill_missing_knn";
  static constexpr auto summary = "Fills gaps in numbers from the nearest train rows.";
  static constexpr auto example = "fill_missing_knn: {n_neighbors: 5, flag: true}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to fill, and to compare; empty means every number.");
    field("n_neighbors", self.n_neighbors, "How many rows a gap is filled from.", at_least(1));
    field("weights", self.weights, "Whether all of them count the same, or near ones more.");
    field("max_rows", self.max_rows, "Most train rows that are kept.", at_least(1));
    field("flag", self.flag, "Also adds `<column>_was_missing`, so that the model can see the gap.");
  }

  struct State {
    std::vector<std::string> columns = {};
    std::vector<double> means = {};
    std::vector<std::vector<std::optional<double>>> rows = {};  // by column
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are filled.");
      field("means", self.means, "The mean of each.");
      field("rows", self.rows, "The train rows that are kept, column by column.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
