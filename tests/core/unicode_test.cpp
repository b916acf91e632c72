#include "plumb/core/unicode.h"

#include <gtest/gtest.h>

namespace plumb::unicode {
namespace {

std::u32string decoded(std::string_view text) {
  std::u32string characters;
  for (size_t at = 0; at < text.size();) characters += next(text, at);
  return characters;
}

TEST(Unicode, CharactersOfEveryLengthGoThereAndBack) {
  const std::string text = "a\u00e9\u20ac\U0001F600";
  EXPECT_EQ(decoded(text), U"a\u00e9\u20ac\U0001F600");
  std::string back;
  for (const char32_t c : decoded(text)) append(back, c);
  EXPECT_EQ(back, text);
}

// Each is one byte that begins no character: cut off, too long for what it says, a surrogate, beyond the last.
TEST(Unicode, BrokenBytesAreSaidToBeBroken) {
  EXPECT_EQ(decoded("\xff"), U"\uFFFD");
  EXPECT_EQ(decoded("\xe2\x82"), U"\uFFFD\uFFFD");
  EXPECT_EQ(decoded("\xc0\x80"), U"\uFFFD\uFFFD");
  EXPECT_EQ(decoded("\xed\xa0\x80"), U"\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(decoded("\xf4\x90\x80\x80")[0], U'\uFFFD');
  EXPECT_EQ(decoded("a\x80z"), U"a\uFFFDz");
}

TEST(Unicode, KindsOfCharacters) {
  for (const char32_t c : U"aZ9\u00e9\u03a9\u0436\u05d0\u0915\u4e2d\u0301")
    EXPECT_EQ(is_word(c), c != 0) << static_cast<uint32_t>(c);
  for (const char32_t c : {U'.', U'-', U' ', U'\u20ac', U'\u2014', U'\U0001F600', U'\u00d7'}) EXPECT_FALSE(is_word(c));
  for (const char32_t c : {U' ', U'\t', U'\n', U'\u00a0', U'\u3000', U'\u2009'}) EXPECT_TRUE(is_space(c));
  EXPECT_FALSE(is_space('a'));
  for (const char32_t c : {U'\u200d', U'\u00ad', U'\ufeff'}) EXPECT_TRUE(is_hidden(c));
  EXPECT_TRUE(is_ideograph(U'\u4e2d') && is_ideograph(U'\U00020000') && !is_ideograph(U'\u3042'));
}

TEST(Unicode, SmallLetters) {
  EXPECT_EQ(small('A'), 'a');
  EXPECT_EQ(small('z'), 'z');
  EXPECT_EQ(small(U'\u00c9'), U'\u00e9');
  EXPECT_EQ(small(U'\u0100'), U'\u0101');  // every second one of its range is a capital
  EXPECT_EQ(small(U'\u0101'), U'\u0101');
  EXPECT_EQ(small(U'\u03a3'), U'\u03c3');
  EXPECT_EQ(small(U'\u0416'), U'\u0436');
  EXPECT_EQ(small(U'\u1e9e'), U'\u00df');
  EXPECT_EQ(small(U'\U00010400'), U'\U00010428');
}

}  // namespace
}  // namespace plumb::unicode
