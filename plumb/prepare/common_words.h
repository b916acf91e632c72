#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Short texts (names, titles) become a column for each word that many rows have: whether it is in the text.
///
///     - common_words: {columns: [Name], min_rows: 30}        # Name_master, Name_miss, Name_mr, …
///
/// A word counts where it stands in `min_rows` train rows and is missing in as many; of more than `max_words` such
/// words the commonest are taken. scikit-learn's CountVectorizer with `binary`, `min_df` and `max_df` counts so, too.
/// A gap has no words. ONNX graphs begin after the cut into words, as those of `tokenize`; of a text that is longer
/// than all train rows (and than 256 words) the end is not read.
struct CommonWords {
  std::vector<std::string> columns = {};
  int64_t min_rows = 30;
  int64_t max_words = 50;
  bool lowercase = true;

  static constexpr auto name = "common_words";
  static constexpr auto summary = "A column for each word that many short texts have.";
  static constexpr auto example = "common_words: {columns: [title], min_rows: 30}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns of texts; empty means all of them.");
    field("min_rows", self.min_rows, "Train rows in which a word must stand, and in which it must not.", at_least(1));
    field("max_words", self.max_words, "Most words of a column; the commonest are taken.", at_least(1));
    field("lowercase", self.lowercase, "Whether capital letters become small ones.");
  }

  struct Found {
    std::string column = {};
    int64_t length = 0;
    std::vector<std::string> words = {};
    std::vector<std::string> names = {};
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column.");
      field("length", self.length, "Words of a text that are read.");
      field("words", self.words, "The words, sorted by their bytes.");
      field("names", self.names, "The new column of each.");
    }
  };
  struct State {
    std::vector<Found> found = {};
    static void describe(auto& self, auto& field) { field("found", self.found, "The words of each column."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
  void hint(const State& state, std::map<std::string, ColumnHints>& hints) const;

  /// The words that count in a column of texts, not yet with names of columns; none where no word does.
  Found words_of(const Rows& train, const std::string& column) const;

 private:
  TextSplit split() const { return {.lowercase = lowercase}; }
};

}  // namespace plumb
