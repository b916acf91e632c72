// Activations by numbers that can be checked by hand, and the names that other libraries give them.

#include "plumb/model/activation.h"

#include <gtest/gtest.h>

#include "tests/model/made.h"

namespace plumb {
namespace {

TEST(Activations, HardTanhIsCutOffAtOne) {
  const Layer layer = Form<Layer>::make(parse_json(R"({"activation": "hard_tanh"})", ""));
  testing::expect_near(testing::made({5}, {layer}, {-3, -0.5, 0, 0.5, 1.5}), {-1, -0.5, 0, 0.5, 1});
}

TEST(Activations, NamesOfOthersAreAnsweredWithOurs) {
  for (const auto& [theirs, ours] : {std::pair("swish", "silu"), std::pair("hard_swish", "hard_silu")}) {
    Problems problems;
    EXPECT_FALSE(registry<Activation>().read(Entry::text(theirs), problems));
    ASSERT_EQ(problems.all().size(), 1U);
    EXPECT_NE(problems.all()[0].text().find(fmt::format("did you mean \"{}\"?", ours)), std::string::npos);
  }
}

}  // namespace
}  // namespace plumb
