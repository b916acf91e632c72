#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Makes columns of another type. (The class is not `Cast`, which is an operator.)
///
///     - cast: {columns: [zip], to: category}
///
/// Every train cell must fit: `1.5` is no integer, `abc` no number. A cell met later that does not fit becomes missing.
/// Dates are milliseconds since 1970 as numbers.
///
/// Among numbers, and between categories and texts, there is an ONNX form; between words and numbers there is none,
/// since ONNX does not say how a number is written. There, give the column its type where it is read:
/// `inputs: {zip: category}`.
struct CastColumns {
  std::vector<std::string> columns = {};
  ColumnType to = ColumnType::number;

  static constexpr auto name = "cast";
  static constexpr auto summary = "Makes columns of another type.";
  static constexpr auto example = "cast: {columns: [zip], to: category}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to change.", required);
    field("to", self.to, "What they become: number, integer, boolean, category, text or date_time.", required);
  }
  void check(Problems& problems) const;

  struct State {
    std::vector<ColumnType> from = {};
    static void describe(auto& self, auto& field) { field("from", self.from, "What each column was."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
