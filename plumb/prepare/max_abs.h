#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Scales numbers so that the train rows reach 1 or -1 and 0 stays 0: y = x / max |x|.
///
///     - max_abs: {columns: [balance]}
///
/// A column of zeros is left as it is. Later rows may lie outside. Gaps stay gaps.
struct MaxAbs {
  std::vector<std::string> columns = {};

  static constexpr auto name = "max_abs";
  static constexpr auto summary = "Scales numbers so that 0 stays 0 and the largest becomes 1 or -1.";
  static constexpr auto example = "max_abs: {columns: [balance]}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to scale; empty means every number that is not a boolean.");
  }

  struct State {
    std::vector<std::string> columns = {};
    std::vector<double> scales = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are scaled.");
      field("scales", self.scales, "What each is divided by.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
