#include "plumb/core/suggest.h"

#include <gtest/gtest.h>

namespace plumb {
namespace {

struct Case {
  const char* word;
  std::vector<std::string> known;
  const char* gives;
};

TEST(Suggest, TheNearestWord) {
  const std::vector<std::string> fills{"mean", "median", "mode", "constant"};
  const std::vector<Case> cases{
      {"medain", fills, "median"},  // a swap is one edit
      {"constnat", fills, "constant"},
      {"Mean", fills, "mean"},
      {"xyz", fills, ""},
      {"", fills, ""},
      {"colums", {"columns", "with"}, "columns"},
      {"fillmissing", {"fill_missing", "drop"}, "fill_missing"},
      {"max-pooling-2d", {"max_pooling2d"}, "max_pooling2d"},
      {"lr", {"learning_rate", "layers"}, "learning_rate"},
      {"adamwx", {"adamax", "adamw"}, "adamw"},  // of two as near, the one that it begins with
      {"word", {}, ""},
  };
  for (const Case& test : cases) EXPECT_EQ(nearest(test.word, test.known), test.gives) << test.word;
  EXPECT_EQ(did_you_mean("medain", fills), "; did you mean \"median\"?");
  EXPECT_EQ(did_you_mean("xyz", fills), "");
  EXPECT_EQ(join(fills), "mean, median, mode, constant");
}

}  // namespace
}  // namespace plumb
