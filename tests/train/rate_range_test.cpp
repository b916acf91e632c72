// The learning-rate range test: what is read off a curve, and on a problem whose greatest stable rate is known.

#include "plumb/train/rate_range.h"

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/model/layers/dense.h"
#include "plumb/train/optimizers/sgd.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

TEST(RateRange, ReadsTheSteepestFallBeforeTheLeastLoss) {
  RateRange range;
  for (int i = 0; i < 200; ++i) {  // flat, a fall around 1e-2, then an explosion
    const double power = -6 + 7.0 * i / 199, rate = std::pow(10, power);
    range.rates.push_back(rate);
    range.losses.push_back(1 / (1 + std::exp(4 * (power + 2))) + (power > -0.5 ? std::exp(3 * (power + 0.5)) - 1 : 0));
  }
  read_range(range);
  EXPECT_GT(range.suggested(), 5e-3);  // the smooth curve lags behind by a few updates
  EXPECT_LT(range.suggested(), 1e-1);
  EXPECT_GT(range.rates[range.lowest], range.suggested());
  EXPECT_LT(range.rates[range.lowest], 1);
  EXPECT_NEAR(range.highest(), range.rates[range.lowest] / 10, 1e-12);
}

TEST(RateRange, ALossThatNeverFallsIsAnError) {
  RateRange range;
  for (int i = 0; i < 50; ++i) {
    range.rates.push_back(std::pow(10, -3 + i * 0.05));
    range.losses.push_back(1 + i);
  }
  EXPECT_THROW(read_range(range), Error);
}

/// Gradient descent on a quadratic explodes above 2 / (greatest curvature).
TEST(RateRange, StaysBelowTheRateThatExplodes) {
  std::vector<float> x, y;
  Random random(5, "range");
  for (int i = 0; i < 256; ++i) {
    const auto a = static_cast<float>(random.uniform(-1, 1)), b = static_cast<float>(random.uniform(-1, 1));
    x.insert(x.end(), {a, b});
    y.push_back(2 * a - b);
  }
  const TrainRows rows{.inputs = {testing::floats("x", {2}, x)}, .targets = {testing::floats("y", {1}, y)}};
  const TrainTarget target{.spec = {.name = "y"}};
  const Network network = Architecture(Layers{Dense{1}})
                              .build({.inputs = {{.name = "x", .shape = {2}}}, .targets = {target.spec}, .rows = 256})
                              .network;
  TrainOptions options;
  options.optimizer = Sgd{};
  options.batch_size = 256;
  const RateRange range = rate_range(network, {target}, rows, options, {.seed = 1, .threads = 1, .quiet = true},
                                     {.low = 1e-4, .high = 100});
  EXPECT_TRUE(range.diverged);
  EXPECT_LT(range.rates.size(), 100U);
  // The bias has curvature 2, the weights 2/3: above a rate of 1 it explodes.
  EXPECT_GT(range.suggested(), 0.003);
  EXPECT_LT(range.suggested(), 1);
}

}  // namespace
}  // namespace plumb
