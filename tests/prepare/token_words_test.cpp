// How texts are cut into tokens.
#include "plumb/prepare/token_words.h"

#include <gtest/gtest.h>

namespace plumb {
namespace {

using Words = std::vector<std::string>;

TEST(TokenWords, RunsOfLettersAndSignsByThemselves) {
  EXPECT_EQ(token_words("It is 3.5 km, isn't it?!", {}),
            (Words{"it", "is", "3", ".", "5", "km", ",", "isn't", "it", "?", "!"}));
  EXPECT_EQ(token_words("wo n't 's rock'n'roll dogs'", {}), (Words{"wo", "n't", "'", "s", "rock'n'roll", "dogs", "'"}));
  EXPECT_EQ(token_words("don\u2019t", {}), (Words{"don't"}));
}

TEST(TokenWords, EveryScript) {
  EXPECT_EQ(token_words("\u00c9L\u00c8VE \u03a3\u039f\u03a6\u0399\u0391 \u041c\u0418\u0420", {}),
            (Words{"\u00e9l\u00e8ve", "\u03c3\u03bf\u03c6\u03b9\u03b1", "\u043c\u0438\u0440"}));
  EXPECT_EQ(token_words("\u6211\u7231you", {}), (Words{"\u6211", "\u7231", "you"}));
  EXPECT_EQ(token_words("\u0939\u093f\u0928\u094d\u0926\u0940", {}), (Words{"\u0939\u093f\u0928\u094d\u0926\u0940"}));
  EXPECT_EQ(token_words("good\U0001F600", {}), (Words{"good", "\U0001F600"}));
  EXPECT_EQ(token_words("e\u0301te\u0301", {}), (Words{"e\u0301te\u0301"}));
}

TEST(TokenWords, SpacesOfAllKindsAndWhatNobodySees) {
  EXPECT_EQ(token_words(" a\u00a0b\tc\n\u3000d ", {}), (Words{"a", "b", "c", "d"}));
  EXPECT_EQ(token_words("co\u00adop \ufeffa", {}), (Words{"coop", "a"}));
  EXPECT_EQ(token_words("", {}), Words{});
  EXPECT_EQ(token_words(" \t ", {}), Words{});
}

TEST(TokenWords, BrokenBytesAreSigns) {
  EXPECT_EQ(token_words("a\xff"
                        "b",
                        {}),
            (Words{"a", "\uFFFD", "b"}));
}

TEST(TokenWords, CapitalsMayStayAndCharactersMayBeTokens) {
  EXPECT_EQ(token_words("Ulm US", {.lowercase = false}), (Words{"Ulm", "US"}));
  EXPECT_EQ(token_words("a b\u00c9", {.tokens = Tokens::character}), (Words{"a", "b", "\u00e9"}));
}

}  // namespace
}  // namespace plumb
