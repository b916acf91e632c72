// What the check of an export lets pass: the tolerance at its edge, and calls.
#include "plumb/deploy/agreement.h"

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/deploy/calls.h"

namespace plumb {
namespace {

Answer numbers(std::vector<double> values) { return {.target = {.name = "price"}, .values = std::move(values)}; }

double share(double ours, double theirs, const std::vector<TrainedTarget>& targets = {}) {
  return compare({numbers({ours})}, {numbers({theirs})}, targets).share;
}

TEST(Agreement, TheToleranceIsAbsoluteAndRelative) {
  EXPECT_NEAR(share(0, 1e-4), 1, 1e-9);
  EXPECT_NEAR(share(-9, -9.001), 1, 1e-9);
  EXPECT_EQ(share(NAN, NAN), 0);
  EXPECT_EQ(share(INFINITY, 1), INFINITY);
}

TEST(Agreement, OnlyNearZeroOfALargeOffsetRoundingsCount) {
  const auto target = [](double mean, double deviation) {
    return std::vector{TrainedTarget{.spec = {.name = "price"}, .mean = mean, .deviation = deviation}};
  };
  EXPECT_NEAR(share(-260, -260.3, target(200'000, 100'000)), 1, 1e-9);
  EXPECT_NEAR(share(50'000, 50'005.0001, target(200'000, 100'000)), 1, 1e-9) << "far from zero: as without an offset";
  EXPECT_NEAR(share(0, 1e-4, target(60, 40)), 1, 1e-9) << "small offsets add nothing";
}

Answer classes(std::vector<double> probabilities, std::optional<double> threshold = {}) {
  return {
      .target = {.name = "kind", .labels = {"no", "yes"}}, .values = std::move(probabilities), .threshold = threshold};
}

TEST(Calls, FollowTheThreshold) {
  const Answer answer = classes({0.7, 0.3, 0.4, 0.6}, 0.2);
  EXPECT_FALSE(wrong_call({answer}, {{1, 1}}));
  const auto wrong = wrong_call({answer}, {{1, 0}});
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->row, 1U);
  EXPECT_EQ(wrong->ours, "yes");
  EXPECT_EQ(wrong->theirs, "no");
  EXPECT_TRUE(wrong_call({answer}, {{0, 1}})) << "the more probable, though the threshold says otherwise";
}

TEST(Calls, AtTheThresholdEitherIsRight) {
  for (const double p : {0.2, 0.20011, 0.19989}) {
    EXPECT_FALSE(wrong_call({classes({1 - p, p}, 0.2)}, {{0}})) << p;
    EXPECT_FALSE(wrong_call({classes({1 - p, p}, 0.2)}, {{1}})) << p;
  }
  EXPECT_TRUE(wrong_call({classes({0.7998, 0.2002}, 0.2)}, {{0}}));
}

TEST(Calls, WithoutAThresholdTheMoreProbableIsMeant) {
  EXPECT_TRUE(wrong_call({classes({0.499, 0.501})}, {{0}}));
  EXPECT_FALSE(wrong_call({classes({0.49995, 0.50005})}, {{0}}));
}

TEST(Calls, OfOrderedClassesTheMedianIsMeant) {
  const auto ordered = [](std::vector<double> p) {
    return Answer{.target = {.name = "grade", .labels = {"low", "middle", "high"}, .choice = Choice::ordered},
                  .values = std::move(p)};
  };
  EXPECT_EQ(ordered({0.3, 0.3, 0.4}).best(0), 1U) << "though `high` is the most probable";
  EXPECT_EQ(ordered({0.5, 0.1, 0.4}).best(0), 0U) << "half is enough";
  EXPECT_EQ(ordered({0.1, 0.2, 0.7}).best(0), 2U);
  EXPECT_EQ(ordered({0.1, 0.2, 0.19}).best(0), 2U) << "the last one takes what rounding left out";
  EXPECT_TRUE(wrong_call({ordered({0.3, 0.3, 0.4})}, {{2}}));
  EXPECT_TRUE(wrong_call({ordered({0.3, 0.3, 0.4})}, {{0}}));
  for (const double low : {0.49995, 0.50005}) {
    EXPECT_FALSE(wrong_call({ordered({low, 0.3, 0.7 - low})}, {{0}})) << low;
    EXPECT_FALSE(wrong_call({ordered({low, 0.3, 0.7 - low})}, {{1}})) << low;
    EXPECT_TRUE(wrong_call({ordered({low, 0.3, 0.7 - low})}, {{2}})) << low;
  }
}

TEST(Calls, OfASetEachLabelIsLookedAt) {
  const Answer answer{.target = {.name = "genres", .labels = {"drama", "war"}, .choice = Choice::any},
                      .values = {0.9, 0.1, 0.50001, 0.8}};
  EXPECT_FALSE(wrong_call({answer}, {{1, 0, 0, 1}}));
  const auto wrong = wrong_call({answer}, {{1, 0, 1, 0}});
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->row, 1U);
  EXPECT_EQ(wrong->ours, "war");
  EXPECT_EQ(wrong->theirs, "not war");
}

TEST(Calls, NumbersHaveNone) { EXPECT_FALSE(wrong_call({numbers({1, 2})}, {{}})); }

}  // namespace
}  // namespace plumb
