#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plumb/core/describe.h"

namespace plumb {

class Column;

enum class Tokens { word, character };
constexpr auto names(Tokens) { return std::array{"word", "character"}; }

/// How a text is cut into tokens.
///
///   word        runs of letters, marks and digits, with an apostrophe inside them ("don't"); every other character
///               that is no space is a token of its own, and so is every Chinese or Japanese ideograph
///   character   every character but spaces
struct TextSplit {
  Tokens tokens = Tokens::word;
  bool lowercase = true;
  static void describe(auto& self, auto& field) {
    field("tokens", self.tokens, "What a token is.");
    field("lowercase", self.lowercase, "Whether capital letters become small ones.");
  }
};

/// The tokens of a text, in order.
///
///     token_words("It's 5 €!", {});        // it's, 5, €, !
std::vector<std::string> token_words(std::string_view text, const TextSplit& split);

/// The `most` words that are counted highest, highest first; equals by their bytes.
std::vector<std::string> commonest(const std::unordered_map<std::string, int64_t>& counts, int64_t most);

/// Words of a text that are read where nobody says how many.
inline constexpr int64_t most_words_of_a_text = 256;

/// What stands for a text without any token: a word that no vocabulary has.
inline constexpr std::string_view no_word = "<none>";

/// The words of all texts of a column, `length` of each, "" behind the last: what ONNX graphs take [rows, length].
std::vector<std::string> padded_words(const Column& texts, const TextSplit& split, int64_t length);

}  // namespace plumb
