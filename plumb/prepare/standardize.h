#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Moves and scales numbers to mean 0 and deviation 1: y = (x - mean) / deviation, both of the train rows.
///
///     - standardize: {columns: [age, income]}
///
/// A column that is constant in the train rows is moved only. Gaps stay gaps. Booleans are left alone unless named.
struct Standardize {
  std::vector<std::string> columns = {};
  bool with_mean = true;
  bool with_std = true;

  static constexpr auto name = "standardize";
  static constexpr auto summary = "Moves and scales numbers to mean 0 and deviation 1.";
  static constexpr auto example = "standardize: {columns: [age]}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to scale; empty means every number that is not a boolean.");
    field("with_mean", self.with_mean, "Subtracts the mean.");
    field("with_std", self.with_std, "Divides by the standard deviation.");
  }

  struct State {
    std::vector<std::string> columns = {};
    std::vector<double> means = {}, deviations = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are scaled.");
      field("means", self.means, "What is subtracted from each.");
      field("deviations", self.deviations, "What each is then divided by.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
