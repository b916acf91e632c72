#pragma once

#include <string>
#include <utility>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Puts other values in the place of some, in numbers and words. `null` makes a gap.
///
///     - replace_values: {columns: [age, status], values: {-999: null, unknown: null, sinlge: single}}
///
/// In a column of numbers, those values count that are numbers; of words, all. Each cell is changed once: with
/// `{1: 2, 2: 3}`, 1 becomes 2. Numbers are compared as float32, in which ONNX takes them.
struct ReplaceValues {
  using Values = std::vector<std::pair<std::string, Scalar>>;
  std::vector<std::string> columns = {};
  Values values = {};

  static constexpr auto name = "replace_values";
  static constexpr auto summary = "Puts other values in the place of some.";
  static constexpr auto example = "replace_values: {columns: [age], values: {-999: null}}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to change; empty means all of numbers and words.");
    field("values", self.values, "What stands there, and what shall; null is a gap.");
  }
  void check(Problems& problems) const;

  struct State {
    std::vector<std::string> numbers = {}, words = {};
    static void describe(auto& self, auto& field) {
      field("numbers", self.numbers, "Columns of numbers that are changed.");
      field("words", self.words, "Columns of words that are changed.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
