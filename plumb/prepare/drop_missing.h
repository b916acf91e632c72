#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

enum class HowMissing { any, all };
constexpr auto names(HowMissing) { return std::array{"any", "all"}; }

/// Leaves out train rows that have gaps.
///
///     - drop_missing: {columns: [rooms, area]}
///
/// Acts on train rows only: validation, test and served rows all keep their answers, so a step that fills gaps is still
/// needed for columns in which they may have some. Trap: a target that is
/// missing is an error all the same.
struct DropMissing {
  std::vector<std::string> columns = {};
  HowMissing how = HowMissing::any;

  static constexpr auto name = "drop_missing";
  static constexpr auto summary = "Leaves out train rows that have gaps.";
  static constexpr auto example = "drop_missing: {columns: [rooms, area]}";
  static constexpr bool train_only = true;

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns that are looked at; empty means all, targets too.");
    field("how", self.how, "Whether one gap in these columns is enough, or all of them must be missing.");
  }

  struct State {
    static void describe(auto&, auto&) {}
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State&, onnx::Columns&) const {}
};

}  // namespace plumb
