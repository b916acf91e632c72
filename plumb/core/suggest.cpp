#include "plumb/core/suggest.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "plumb/core/parse.h"

namespace plumb {
namespace {

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours. Case is ignored.
size_t distance(std::string_view a, std::string_view b) {
  const auto same = [&](size_t i, size_t j) {
    return std::tolower(static_cast<unsigned char>(a[i])) == std::tolower(static_cast<unsigned char>(b[j]));
  };
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i)
    for (size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + !same(i - 1, j - 1)});
      if (i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1)) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

std::string without_separators(std::string_view word) {
  std::string plain(word);
  std::erase_if(plain, [](char c) { return c == '_' || c == '-' || c == ' '; });
  return plain;
}

std::string initials(std::string_view words) {
  std::string letters;
  for (size_t i = 0; i < words.size(); ++i)
    if (i == 0 || words[i - 1] == '_') letters += words[i];
  return letters;
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  const std::string plain = lower(without_separators(word));
  for (const std::string& candidate : known)  // `lr` for learning_rate, `mse` for mean_squared_error
    if (plain.size() >= 2 && plain == initials(candidate)) return candidate;
  std::string best;
  size_t least = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const std::string known_plain = without_separators(candidate);
    const size_t edits = distance(plain, known_plain);
    const bool begins = !best.empty() && plain.starts_with(known_plain);  // `adamwx`: adamw before adamax
    if (edits < least || (edits == least && begins)) {
      least = edits;
      best = candidate;
    }
  }
  if (!best.empty() || plain.size() < 4) return best;
  for (const std::string& candidate : known)  // `BatchNorm` for batch_normalization
    if (without_separators(candidate).starts_with(plain)) return candidate;
  return "";
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::string near = nearest(word.substr(0, 100), known);
  return near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near);
}

bool contains_word(const std::vector<std::string>& words, std::string_view word) {
  const std::string plain = lower(without_separators(word));
  for (const std::string& other : words)
    if (lower(without_separators(other)) == plain) return true;
  return false;
}

std::string join(const std::vector<std::string>& words, std::string_view separator) {
  std::string all;
  for (const std::string& word : words) {
    if (!all.empty()) all += separator;
    all += word;
  }
  return all;
}

}  // namespace plumb
