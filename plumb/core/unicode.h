#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Unicode text in UTF-8, a character at a time. What a character is comes from tables in the program, so the same text
/// reads the same on every machine and under every locale.
namespace plumb::unicode {

/// The character at `at`, which moves behind it. A byte that begins none is U+FFFD.
char32_t next(std::string_view text, size_t& at);
void append(std::string& text, char32_t character);

bool is_word(char32_t c);    // a letter, mark or number
bool is_space(char32_t c);   // a separator or control character
bool is_hidden(char32_t c);  // a joiner, soft hyphen or mark of direction
bool is_ideograph(char32_t c);
char32_t small(char32_t c);  // the small letter of a capital one, else the same

}  // namespace plumb::unicode
