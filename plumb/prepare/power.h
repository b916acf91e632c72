#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Makes lopsided numbers more like a normal distribution (Yeo and Johnson, 2000). For each column one lambda:
///
///     - power: {columns: [income, balance]}
///
///   y = ((1 + x)^lambda - 1) / lambda                  x >= 0; log(1 + x) where lambda = 0
///   y = -((1 - x)^(2 - lambda) - 1) / (2 - lambda)     x < 0; -log(1 - x) where lambda = 2
///
/// lambda is the one under which the changed train rows are likeliest to be normal; then y has mean 0 and deviation 1,
/// unless `standardize: false`. As scikit-learn's PowerTransformer. Powers are held at e^700, so that no number becomes
/// infinite. Gaps stay gaps.
struct Power {
  std::vector<std::string> columns = {};
  bool standardize = true;

  static constexpr auto name = "power";
  static constexpr auto summary = "Makes lopsided numbers more like a normal distribution (Yeo-Johnson).";
  static constexpr auto example = "power: {columns: [income]}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to change; empty means every number that is not a boolean.");
    field("standardize", self.standardize, "Then moves and scales to mean 0 and deviation 1.");
  }

  struct State {
    std::vector<std::string> columns = {};
    std::vector<double> lambdas = {}, means = {}, deviations = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are changed.");
      field("lambdas", self.lambdas, "The exponent of each.");
      field("means", self.means, "What is subtracted from each power.");
      field("deviations", self.deviations, "What each is then divided by.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
