#include "plumb/core/unicode.h"

#include <algorithm>
#include <iterator>

#include "plumb/core/internal/unicode_tables.h"

namespace plumb::unicode {
namespace {

constexpr char32_t broken = 0xFFFD;

/// The entry of a sorted table that may hold the character, or null.
template <class Entry, size_t n>
const Entry* find(const Entry (&table)[n], char32_t c) {
  const auto after =
      std::upper_bound(std::begin(table), std::end(table), c, [](char32_t x, const Entry& e) { return x < e.first; });
  if (after == std::begin(table)) return nullptr;
  const Entry* entry = std::prev(after);
  return c <= entry->last ? entry : nullptr;
}

}  // namespace

char32_t next(std::string_view text, size_t& at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at++);
  if (first < 0x80) return first;
  const size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  if (first < 0xC2 || first > 0xF4 || at + more > text.size()) return broken;
  char32_t c = first & (0x3FU >> more);
  for (size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80) return broken;
    c = (c << 6U) | (byte(at + i) & 0x3FU);
  }
  constexpr char32_t fewest[] = {0, 0x80, 0x800, 0x10000};
  if (c < fewest[more] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return broken;
  at += more;
  return c;
}

void append(std::string& text, char32_t c) {
  const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) return put(0xC0 | (c >> 6U)), put(0x80 | (c & 0x3FU));
  if (c < 0x10000) return put(0xE0 | (c >> 12U)), put(0x80 | ((c >> 6U) & 0x3FU)), put(0x80 | (c & 0x3FU));
  put(0xF0 | (c >> 18U)), put(0x80 | ((c >> 12U) & 0x3FU)), put(0x80 | ((c >> 6U) & 0x3FU)), put(0x80 | (c & 0x3FU));
}

bool is_word(char32_t c) { return find(words, c) != nullptr; }
bool is_space(char32_t c) { return find(spaces, c) != nullptr; }
bool is_hidden(char32_t c) { return find(hidden, c) != nullptr; }

bool is_ideograph(char32_t c) {
  return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

char32_t small(char32_t c) {
  const Mapping* mapping = find(small_forms, c);
  if (!mapping || (c - mapping->first) % mapping->step != 0) return c;
  return static_cast<char32_t>(static_cast<int32_t>(c) + mapping->change);
}

}  // namespace plumb::unicode
