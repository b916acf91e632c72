#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Rare words of a category become one word, `other`; so do words that no train row has.
///
///     - rare_to_other: {columns: [city], min_count: 20}
///
/// Gaps stay gaps. `one_hot: {max_categories: 20}` does the same while it encodes.
struct RareToOther {
  std::vector<std::string> columns = {};
  int64_t min_count = 10;
  int64_t max_words = 0;
  std::string other = "other";

  static constexpr auto name = "rare_to_other";
  static constexpr auto summary = "Rare words of a category become one word.";
  static constexpr auto example = "rare_to_other: {columns: [city], min_count: 20}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to change; empty means every category.");
    field("min_count", self.min_count, "Times that a word must stand in the train rows to stay.", at_least(1));
    field("max_words", self.max_words, "Most words that stay, the commonest; 0: no limit.", at_least(0));
    field("other", self.other, "The word that the others become.");
  }
  void check(Problems& problems) const;

  struct Kept {
    std::string column = {};
    std::vector<std::string> words = {};
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column.");
      field("words", self.words, "Its words that stay.");
    }
  };
  struct State {
    std::vector<Kept> kept = {};
    static void describe(auto& self, auto& field) { field("kept", self.kept, "The words of each column that stay."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
