#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Moves and scales numbers by what a few wild ones cannot move: y = (x - median) / (q_high - q_low), all of the train
/// rows.
///
///     - robust_scale: {columns: [income], quantile_range: [10, 90]}
///
/// With `unit_variance` the distance of the quantiles is divided by that of a normal distribution, so that normal
/// numbers get deviation 1. A column whose two quantiles coincide is moved only. Gaps stay gaps.
struct RobustScale {
  std::vector<std::string> columns = {};
  bool with_centering = true;
  bool with_scaling = true;
  std::array<double, 2> quantile_range = {25, 75};
  bool unit_variance = false;

  static constexpr auto name = "robust_scale";
  static constexpr auto summary = "Moves and scales numbers by their median and quartiles.";
  static constexpr auto example = "robust_scale: {quantile_range: [10, 90]}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to scale; empty means every number that is not a boolean.");
    field("with_centering", self.with_centering, "Subtracts the median.");
    field("with_scaling", self.with_scaling, "Divides by the distance of the two quantiles.");
    field("quantile_range", self.quantile_range, "The two quantiles, in percent.");
    field("unit_variance", self.unit_variance, "Scales so that normal numbers get deviation 1.");
  }
  void check(Problems& problems) const;

  struct State {
    std::vector<std::string> columns = {};
    std::vector<double> centers = {}, scales = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are scaled.");
      field("centers", self.centers, "What is subtracted from each.");
      field("scales", self.scales, "What each is then divided by.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
