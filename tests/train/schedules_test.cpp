// Schedules against their formulas.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "plumb/train/schedules/cosine.h"
#include "plumb/train/schedules/cosine_restarts.h"
#include "plumb/train/schedules/exponential.h"
#include "plumb/train/schedules/inverse_square_root.h"
#include "plumb/train/schedules/on_plateau.h"
#include "plumb/train/schedules/polynomial.h"
#include "plumb/train/schedules/step.h"
#include "plumb/train/schedules/warmup.h"

namespace plumb {
namespace {

TEST(Schedules, Cosine) {
  const Cosine cosine{.alpha = 0.1, .warmup = 10};
  const auto rate = [&](int64_t step) { return cosine.rate({.step = step, .steps = 110, .learning_rate = 2}); };
  EXPECT_DOUBLE_EQ(rate(0), 0.2);
  EXPECT_DOUBLE_EQ(rate(9), 2);
  EXPECT_DOUBLE_EQ(rate(10), 2);
  EXPECT_NEAR(rate(60), 2 * 0.55, 1e-12);
  EXPECT_NEAR(rate(35), 2 * (0.1 + 0.9 * (1 + std::cos(std::numbers::pi / 4)) / 2), 1e-12);
  EXPECT_NEAR(rate(110), 0.2, 1e-12);
}

TEST(Schedules, FallByEpochs) {
  const auto at = [](int64_t epoch) { return Moment{.epoch = epoch, .learning_rate = 2}; };
  EXPECT_DOUBLE_EQ((StepDecay{.every = 3, .factor = 0.5}.rate(at(2))), 2);
  EXPECT_DOUBLE_EQ((StepDecay{.every = 3, .factor = 0.5}.rate(at(3))), 1);
  EXPECT_DOUBLE_EQ((StepDecay{.every = 3, .factor = 0.5}.rate(at(8))), 0.5);
  EXPECT_DOUBLE_EQ((ExponentialDecay{.factor = 0.5}.rate(at(3))), 0.25);
}

TEST(Schedules, FallBySteps) {
  const auto at = [](int64_t step) { return Moment{.step = step, .steps = 100, .epochs = 10, .learning_rate = 2}; };
  EXPECT_DOUBLE_EQ((PolynomialDecay{.power = 2, .alpha = 0.1}.rate(at(50))), 2 * (0.1 + 0.9 * 0.25));
  EXPECT_DOUBLE_EQ(PolynomialDecay{}.rate(at(0)), 2);
  EXPECT_DOUBLE_EQ((InverseSquareRoot{.warmup = 4}.rate(at(0))), 0.5);
  EXPECT_DOUBLE_EQ((InverseSquareRoot{.warmup = 4}.rate(at(3))), 2);
  EXPECT_DOUBLE_EQ((InverseSquareRoot{.warmup = 4}.rate(at(15))), 1);
}

// Waves of 2 and 4 epochs of 10 steps: the second begins at step 20 and is half way down at step 40.
TEST(Schedules, CosineRestarts) {
  const CosineRestarts waves{.first = 2, .multiply = 2};
  const auto rate = [&](int64_t step) {
    return waves.rate({.step = step, .steps = 100, .epochs = 10, .learning_rate = 2});
  };
  EXPECT_DOUBLE_EQ(rate(0), 2);
  EXPECT_NEAR(rate(10), 1, 1e-12);
  EXPECT_DOUBLE_EQ(rate(20), 2);
  EXPECT_NEAR(rate(40), 1, 1e-12);
  EXPECT_DOUBLE_EQ(rate(60), 2);
}

TEST(Schedules, OnPlateauFallsAfterPatience) {
  const OnPlateau plateau{.factor = 0.5, .patience = 1, .min_rate = 0.3};
  OnPlateau::State state;
  const std::vector<double> losses{1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9};
  std::vector<double> rates;
  for (size_t epoch = 0; epoch <= losses.size(); ++epoch) {
    Moment moment{.epoch = static_cast<int64_t>(epoch), .learning_rate = 1};
    if (epoch > 0) moment.last = {{"valid_loss", losses[epoch - 1]}};
    for (int step = 0; step < 3; ++step) rates.push_back(plateau.rate(moment, state));
  }
  // Best in epoch 1; two more epochs are too many.
  const std::vector<double> expected{1, 1, 1, 1, 0.5, 0.5, 0.3, 0.3, 0.3};
  for (size_t i = 0; i < rates.size(); ++i) EXPECT_DOUBLE_EQ(rates[i], expected[i / 3]) << i;
}

TEST(Schedules, MoreIsBetterForAccuracy) {
  const OnPlateau plateau{.monitor = "valid_accuracy", .factor = 0.5, .patience = 0};
  OnPlateau::State state;
  EXPECT_EQ(plateau.rate({.epoch = 1, .learning_rate = 1, .last = {{"valid_accuracy", 0.5}}}, state), 1);
  EXPECT_EQ(plateau.rate({.epoch = 2, .learning_rate = 1, .last = {{"valid_accuracy", 0.6}}}, state), 1);
  EXPECT_EQ(plateau.rate({.epoch = 3, .learning_rate = 1, .last = {{"valid_accuracy", 0.55}}}, state), 0.5);
}

TEST(Schedules, WarmupKeepsTheStateOfWhatItWraps) {
  Problems problems;
  auto warmup = registry<Schedule>().read(
      parse_json(R"({"warmup": {"steps": 4, "then": {"on_plateau": {"factor": 0.5, "patience": 0}}}})", "task"),
      problems);
  problems.raise();
  Entry state;
  EXPECT_DOUBLE_EQ(warmup->rate({.step = 0, .learning_rate = 1}, state), 0.25);
  EXPECT_DOUBLE_EQ(warmup->rate({.step = 5, .epoch = 1, .learning_rate = 1, .last = {{"valid_loss", 1}}}, state), 1);
  state = parse_json(to_json(state), "checkpoint");
  EXPECT_DOUBLE_EQ(warmup->rate({.step = 9, .epoch = 2, .learning_rate = 1, .last = {{"valid_loss", 1}}}, state), 0.5);
}

}  // namespace
}  // namespace plumb
