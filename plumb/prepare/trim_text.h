#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Takes blanks off both ends of words and texts, and makes one space of each run of them inside.
///
///     - trim_text: {columns: [city], lowercase: true}
///
/// Blanks are those of all scripts (no-break spaces, tabs, ideographic spaces). Marks that nobody sees, such as byte
/// order marks and soft hyphens, go too where they do not stand inside a word. What is left empty is a gap. There is no
/// ONNX form: ONNX cannot change texts.
struct TrimText {
  std::vector<std::string> columns = {};
  bool lowercase = false;

  static constexpr auto name = "trim_text";
  static constexpr auto summary = "Takes needless blanks out of words and texts.";
  static constexpr auto example = "trim_text: {columns: [city], lowercase: true}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to change; empty means every category and text.");
    field("lowercase", self.lowercase, "Whether capital letters become small ones.");
  }

  struct State {
    std::vector<std::string> columns = {};
    static void describe(auto& self, auto& field) { field("columns", self.columns, "Columns that are changed."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
