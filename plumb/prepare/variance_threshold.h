#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Drops columns of numbers that hardly vary over the train rows: those whose variance (divided by n) is not above the
/// threshold.
///
///     - variance_threshold: {threshold: 0.01}
///
/// Gaps do not count. Variances depend on the units. As scikit-learn's VarianceThreshold; 0 drops what never varies.
struct VarianceThreshold {
  std::vector<std::string> columns = {};
  double threshold = 0;

  static constexpr auto name = "variance_threshold";
  static constexpr auto summary = "Drops columns of numbers that hardly vary.";
  static constexpr auto example = "variance_threshold: {threshold: 0.01}";
  static constexpr auto shorthand = "threshold";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns that are looked at; empty means every number, booleans too.");
    field("threshold", self.threshold, "Columns of this variance and less go.", at_least(0));
  }

  struct State {
    std::vector<std::string> columns = {}, dropped = {};
    std::vector<double> variances = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that were looked at.");
      field("dropped", self.dropped, "Those of them that go.");
      field("variances", self.variances, "Variance of each.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
