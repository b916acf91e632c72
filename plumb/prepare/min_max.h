#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Scales numbers so that the train rows span a range: y = low + (x - smallest) / (largest - smallest) * (high - low).
///
///     - min_max: {columns: [age], range: [-1, 1]}
///
/// A column that is constant in the train rows becomes `low`. Later rows may lie outside, unless `clip` holds them in.
struct MinMax {
  std::vector<std::string> columns = {};
  std::array<double, 2> range = {0, 1};
  bool clip = false;

  static constexpr auto name = "min_max";
  static constexpr auto summary = "Scales numbers so that the train rows span a range.";
  static constexpr auto example = "min_max: {range: [-1, 1]}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to scale; empty means every number that is not a boolean.");
    field("range", self.range, "Where the smallest and the largest train number go.");
    field("clip", self.clip, "Holds numbers that lie outside in the range.");
  }
  void check(Problems& problems) const;

  struct State {
    std::vector<std::string> columns = {};
    std::vector<double> smallest = {}, spans = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are scaled.");
      field("smallest", self.smallest, "Smallest train number of each.");
      field("spans", self.spans, "Largest less smallest; 1 where they are equal.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
