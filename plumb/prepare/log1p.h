#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Pulls long tails in: y = log(1 + x).
///
///     - log1p: {columns: [income]}
///
/// Every train number must lie above -1; a number met later that does not becomes missing. `power` takes any number.
struct Log1p {
  std::vector<std::string> columns = {};

  static constexpr auto name = "log1p";
  static constexpr auto summary = "Takes log(1 + x) of numbers.";
  static constexpr auto example = "log1p: {columns: [income]}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to change; empty means every number that is not a boolean.");
  }

  struct State {
    std::vector<std::string> columns = {};
    static void describe(auto& self, auto& field) { field("columns", self.columns, "Columns that are changed."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
