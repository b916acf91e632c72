#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Each word of a category becomes a whole number: its place among the sorted words of the train rows.
///
///     - ordinal: {columns: [city]}
///
/// A gap and a word that no train row has become `unknown_value`; where nothing is said, the number of words: a code of
/// their own after the last, so that a network can embed the column.
struct Ordinal {
  std::vector<std::string> columns = {};
  std::optional<int64_t> unknown_value = {};

  static constexpr auto name = "ordinal";
  static constexpr auto summary = "Each word of a category becomes a whole number.";
  static constexpr auto example = "ordinal: {columns: [city]}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to encode; empty means every category.");
    field("unknown_value", self.unknown_value, "Code of gaps and of unknown words; nothing: one after the last word.");
  }

  struct Coded {
    std::string column = {};
    std::vector<std::string> words = {};
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column.");
      field("words", self.words, "Its words, in the order of their codes.");
    }
  };
  struct State {
    std::vector<Coded> coded = {};
    static void describe(auto& self, auto& field) { field("coded", self.coded, "The words of each column."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
  void hint(const State& state, std::map<std::string, ColumnHints>& hints) const;

  int64_t unknown(const Coded& coded) const { return unknown_value.value_or(static_cast<int64_t>(coded.words.size())); }
};

}  // namespace plumb
