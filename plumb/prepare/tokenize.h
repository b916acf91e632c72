#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"
#include "plumb/prepare/token_words.h"

namespace plumb {

/// Each text becomes the codes of its words, for a network to embed.
///
///     - tokenize: {columns: [review], min_count: 2, length: 64}
///
/// The vocabulary are the words of the train rows, commonest first, from code 2 on. Code 1 is every word that is not in
/// it (and a text that is missing or has no words); code 0 is the padding behind a short text. ONNX graphs begin after
/// the cut into words: their input is words [rows, length], "" behind the last.
struct Tokenize {
  std::vector<std::string> columns = {};
  Tokens tokens = Tokens::word;
  bool lowercase = true;
  int64_t min_count = 2;
  int64_t max_words = 20000;
  std::optional<int64_t> length = {};

  static constexpr auto name = "tokenize";
  static constexpr auto summary = "Turns texts into sequences of word codes.";
  static constexpr auto example = "tokenize: {columns: [review], min_count: 2, length: 64}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns of texts; empty means all of them.");
    field("tokens", self.tokens, "What a token is: a word, or a single character.");
    field("lowercase", self.lowercase, "Whether capital letters become small ones.");
    field("min_count", self.min_count, "Times that a word must stand in the train rows to get a code.", at_least(1));
    field("max_words", self.max_words, "Most words that get a code; the commonest do.", at_least(1));
    field("length", self.length,
          "Words of a text that are read, from its beginning; nothing: those of the longest train row, up to 256.",
          at_least(1));
  }

  struct Vocabulary {
    std::string column = {};
    int64_t length = 0;
    std::vector<std::string> words = {};
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column.");
      field("length", self.length, "Words of a text that are read.");
      field("words", self.words, "The words, in the order of their codes, from 2 on.");
    }
  };
  struct State {
    std::vector<Vocabulary> vocabularies = {};
    static void describe(auto& self, auto& field) {
      field("vocabularies", self.vocabularies, "The words of each column.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
  void hint(const State& state, std::map<std::string, ColumnHints>& hints) const;

  TextSplit split() const { return {.tokens = tokens, .lowercase = lowercase}; }
};

}  // namespace plumb
