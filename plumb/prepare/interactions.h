#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Adds products of two columns of numbers: those of the pairs that are named, or of all pairs of some columns.
///
///     - interactions: {pairs: [[hours, wage], [hours, age]]}
///     - interactions: {columns: [hours, wage, age]}
///
/// A product is named `hours*wage`; new columns come last. A gap in a factor is a gap in the product. More than pairs:
/// `polynomial`.
struct Interactions {
  std::vector<std::string> columns = {};
  std::vector<std::vector<std::string>> pairs = {};

  static constexpr auto name = "interactions";
  static constexpr auto summary = "Adds products of two columns of numbers.";
  static constexpr auto example = "interactions: {pairs: [[hours, wage], [hours, age]]}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns,
          "Columns of which all pairs are multiplied; empty means every number, if no pair is named.");
    field("pairs", self.pairs, "Pairs of columns; instead of `columns`.");
  }
  void check(Problems& problems) const;

  struct State {
    std::vector<std::string> first = {}, second = {};
    static void describe(auto& self, auto& field) {
      field("first", self.first, "First factor of each product.");
      field("second", self.second, "Second factor of each.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
