#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

enum class Fill { mean, median, mode, constant };
constexpr auto names(Fill) { return std::array{"mean", "median", "mode", "constant"}; }
constexpr auto instead_of(Fill) {
  return "other ways to fill are steps of their own: `fill_missing_knn`, `fill_missing_iterative`";
}

/// Fills the gaps in columns with a value learned from the train rows.
///
///     - fill_missing: {columns: [age, income], with: median}
///
/// The value is learned once and used unchanged for validation, test and served rows. Columns without gaps are learned
/// too: their first gap may come when serving. Of equally frequent values, the mode is the smallest.
struct FillMissing {
  std::vector<std::string> columns = {};
  Fill with = Fill::median;
  std::optional<Scalar> value = {};
  bool flag = false;

  static constexpr auto name = "fill_missing";
  static constexpr auto summary = "Fills gaps with a value learned from the train rows.";
  static constexpr auto example = "fill_missing: {columns: [age], with: median, flag: true}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to fill; empty means every column that `with` fits.");
    field("with", self.with, "Where the replacement comes from.");
    field("value", self.value, "The replacement itself; goes with `with: constant`.");
    field("flag", self.flag, "Also adds `<column>_was_missing`, so that the model can see the gap.");
  }
  void check(Problems& problems) const;

  struct State {
    std::vector<std::pair<std::string, Scalar>> fills = {};
    static void describe(auto& self, auto& field) { field("fills", self.fills, "Replacement by column."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
