#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Leaves out train rows that say what an earlier one says; the first of each stays.
///
///     - drop_duplicates: {columns: [name, birthday]}
///
/// Acts on train rows only: validation, test and served rows all keep their answers.
struct DropDuplicates {
  std::vector<std::string> columns = {};

  static constexpr auto name = "drop_duplicates";
  static constexpr auto summary = "Leaves out train rows that say what an earlier one says.";
  static constexpr auto example = "drop_duplicates: {columns: [name, birthday]}";
  static constexpr bool train_only = true;

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns that must agree; empty means all but ids, targets too.");
  }

  struct State {
    static void describe(auto&, auto&) {}
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State&, onnx::Columns&) const {}
};

}  // namespace plumb
