// Layers of noise by the moments of what they draw.

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/engine/executor.h"
#include "plumb/engine/weights.h"
#include "plumb/model/layers/gaussian_dropout.h"
#include "plumb/model/layers/gaussian_noise.h"
#include "plumb/model/network.h"

namespace plumb {
namespace {

std::vector<float> made(const Layers& layers, const std::vector<float>& x, bool training, int32_t step = 1,
                        int threads = 1) {
  constexpr int64_t rows = 500;
  const auto width = static_cast<int64_t>(x.size()) / rows;
  const TracedNetwork traced = trace(Network({.name = "x", .shape = {width}}, layers), training, 2, 5);
  States states;
  const Value output = traced.outputs.at("output");
  const auto executor = make_executor("cpu", *traced.graph, {output}, rows, states, {.threads = threads});
  executor->bind(traced.inputs.at("x"), x.data());
  if (const Value input = traced.graph->find_input("step")) executor->bind(input, &step);
  executor->run();
  const auto* values = static_cast<const float*>(executor->data(output));
  return {values, values + x.size()};
}

/// The mean of the k-th powers of (y - centre) / scale.
double moment(const std::vector<float>& y, double centre, double scale, int k) {
  double sum = 0;
  for (const float value : y) sum += std::pow((value - centre) / scale, k);
  return sum / static_cast<double>(y.size());
}

/// Of so many numbers the moments 1 to 4 lie within five of their own deviations of 0, 1, 0, 3.
void expect_normal(const std::vector<float>& y, double centre, double scale) {
  const double n = std::sqrt(static_cast<double>(y.size()));
  EXPECT_NEAR(moment(y, centre, scale, 1), 0, 5 / n);
  EXPECT_NEAR(moment(y, centre, scale, 2), 1, 5 * std::sqrt(2) / n);
  EXPECT_NEAR(moment(y, centre, scale, 3), 0, 5 * std::sqrt(15) / n);
  EXPECT_NEAR(moment(y, centre, scale, 4), 3, 5 * std::sqrt(96) / n);
}

TEST(GaussianNoise, IsNormalAndDrawnByStep) {
  const std::vector<float> x(500 * 401, 2);  // an odd width: blocks of numbers are cut anywhere
  const std::vector<float> y = made({GaussianNoise{0.5}}, x, true);
  expect_normal(y, 2, 0.5);
  EXPECT_EQ(made({GaussianNoise{0.5}}, x, true), y);
  EXPECT_EQ(made({GaussianNoise{0.5}}, x, true, 1, 2), y);
  EXPECT_NE(made({GaussianNoise{0.5}}, x, true, 2), y);
  EXPECT_EQ(made({GaussianNoise{0.5}}, x, false), x);
  // Neighbours do not know each other: the deviation of the mean product of n pairs is 1 / sqrt(n).
  for (const size_t apart : {1, 16, 32, 48, 64, 401}) {
    double product = 0;
    for (size_t i = apart; i < y.size(); ++i) product += (y[i] - 2) * (y[i - apart] - 2) / 0.25;
    const auto pairs = static_cast<double>(y.size() - apart);
    EXPECT_NEAR(product / pairs, 0, 5 / std::sqrt(pairs)) << apart;
  }
  const std::vector<float> both = made({GaussianNoise{0.5}, GaussianNoise{0.5}}, x, true);  // two streams
  expect_normal(both, 2, std::sqrt(0.5));
}

TEST(GaussianDropout, MultipliesByNormalNumbersOfDropoutsVariance) {
  const std::vector<float> x(500 * 400, 3);
  expect_normal(made({GaussianDropout{0.2}}, x, true), 3, 3 * std::sqrt(0.2 / 0.8));
  EXPECT_EQ(made({GaussianDropout{0.2}}, x, false), x);
}

}  // namespace
}  // namespace plumb
