#include "plumb/prepare/token_words.h"

#include <algorithm>

#include "plumb/core/column.h"
#include "plumb/core/unicode.h"

namespace plumb {
namespace {

bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019; }  // and the printed one

/// The next character that can be seen, without moving on; 0 at the end.
char32_t following(std::string_view text, size_t at) {
  while (at < text.size())
    if (const char32_t c = unicode::next(text, at); !unicode::is_hidden(c)) return c;
  return 0;
}

}  // namespace

std::vector<std::string> token_words(std::string_view text, const TextSplit& split) {
  std::vector<std::string> words;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (size_t at = 0; at < text.size();) {
    char32_t c = unicode::next(text, at);
    if (unicode::is_hidden(c)) continue;
    if (split.lowercase) c = unicode::small(c);
    const bool joins = is_apostrophe(c) && !word.empty() && unicode::is_word(following(text, at));
    const bool alone = split.tokens == Tokens::character || unicode::is_ideograph(c) || !(unicode::is_word(c) || joins);
    if (alone) end();
    if (unicode::is_space(c)) continue;
    unicode::append(word, is_apostrophe(c) ? U'\'' : c);
    if (alone) end();
  }
  end();
  return words;
}

std::vector<std::string> commonest(const std::unordered_map<std::string, int64_t>& counts, int64_t most) {
  std::vector<std::pair<int64_t, std::string>> order;
  for (const auto& [word, count] : counts) order.emplace_back(-count, word);
  std::sort(order.begin(), order.end());
  if (std::ssize(order) > most) order.resize(static_cast<size_t>(most));
  std::vector<std::string> words;
  for (auto& [count, word] : order) words.push_back(std::move(word));
  return words;
}

std::vector<std::string> padded_words(const Column& texts, const TextSplit& split, int64_t length) {
  std::vector<std::string> all;
  for (int64_t row = 0; row < texts.size(); ++row) {
    auto words = texts.missing(row) ? std::vector<std::string>() : token_words(texts.text(row), split);
    if (words.empty()) words.emplace_back(no_word);
    words.resize(static_cast<size_t>(length));
    all.insert(all.end(), words.begin(), words.end());
  }
  return all;
}

}  // namespace plumb
