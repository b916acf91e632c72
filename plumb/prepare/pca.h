#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Principal components: numbers are replaced by their coordinates along the directions in which the train rows vary
/// most, y = (x - mean) v for each unit direction v (Pearson, 1901).
///
///     - pca: {columns: [hours, gain, loss], keep: 0.95}
///
/// Columns `pca_1`, `pca_2`, … come last, and those that they are made of go. A direction points to where its largest
/// part is positive. Directions depend on the units: `standardize` first. `whiten` divides each by its deviation
/// (with n - 1).
struct Pca {
  std::vector<std::string> columns = {};
  int64_t components = 0;
  double keep = 0.95;
  bool whiten = false;
  std::string prefix = "pca_";

  static constexpr auto name = "pca";
  static constexpr auto summary = "Replaces numbers by their coordinates along the directions of most variance.";
  static constexpr auto example = "pca: {columns: [hours, gain, loss], keep: 0.95}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to replace; empty means every number that is not a boolean.");
    field("components", self.components, "Number of directions; 0: as `keep` says.", at_least(0));
    field("keep", self.keep, "Share of the variance that the directions must explain.", above_up_to(0, 1));
    field("whiten", self.whiten, "Divides each coordinate by its deviation.");
    field("prefix", self.prefix, "Begins the names of the new columns.");
  }

  struct State {
    std::vector<std::string> columns = {};
    std::vector<double> means = {};
    std::vector<double> variances = {};   // along each direction
    std::vector<double> directions = {};  // [directions, columns]
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are replaced.");
      field("means", self.means, "Mean of each.");
      field("variances", self.variances, "Variance along each direction.");
      field("directions", self.directions, "A row for each direction, as long as there are columns.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
