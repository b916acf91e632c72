#pragma once

#include <string>
#include <utility>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Adds columns that are calculated from others, row by row (prepare/formula.h): ratios, sums, logarithms.
///
///     - calculate: {columns: {rooms_per_household: total_rooms / households, north_east: latitude + longitude}}
///     - calculate: {columns: {log_area: 'log("living area")', per_room: log_area / rooms}}
///
/// New columns come last, in this order, and those behind read those before. Numbers and booleans are read; a target is
/// not. A gap in what is read, and what is no finite number (x / 0), is a gap.
struct Calculate {
  std::vector<std::pair<std::string, std::string>> columns = {};

  static constexpr auto name = "calculate";
  static constexpr auto summary = "Adds columns that are calculated from others.";
  static constexpr auto example = "calculate: {columns: {rooms_per_household: total_rooms / households}}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Name and formula of each: numbers, columns, + - * / ( ) abs exp log sqrt.");
  }
  void check(Problems& problems) const;

  struct State {
    static void describe(auto&, auto&) {}
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
