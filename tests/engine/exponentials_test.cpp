// exp, expm1, sigmoid and tanh where their results are infinite, 0 or 1, and of what is no number. A logit of -178 once
// made a gradient that was none, and one of -200 a probability of 1.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "plumb/engine/executor.h"
#include "plumb/graph/operators.h"

namespace plumb {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity(), none = std::numeric_limits<float>::quiet_NaN();

/// Every argument many times over, so that whole vectors and single numbers are met.
std::vector<float> arguments() {
  std::vector<float> all;
  for (int repeat = 0; repeat < 3; ++repeat) {
    for (int i = -1000; i <= 1000; ++i) all.push_back(static_cast<float>(i) * 0.5F);
    for (const float x : {178.1F, 178.3F, 1e3F, 1e5F, 1e20F, 3e38F, infinity}) all.insert(all.end(), {x, -x});
    all.push_back(none);
  }
  return all;
}

using Function = Value (*)(Value);

/// y and its derivative, of each argument.
std::pair<std::vector<float>, std::vector<float>> computed(Function function, const std::vector<float>& x) {
  Graph graph;
  const auto n = static_cast<int64_t>(x.size());
  const Value in = graph.input("x", {n}, Type::f32, false), y = function(in);
  const Value dx = gradients(reduce(y, {}), {in})[0];
  States states;
  const auto executor = make_executor("cpu", graph, {y, dx}, 1, states, {.threads = 1});
  executor->bind(in, x.data());
  executor->run();
  const auto list = [&](Value v) {
    const auto* values = static_cast<const float*>(executor->data(v));
    return std::vector<float>(values, values + n);
  };
  return {list(y), list(dx)};
}

void expect_like(float got, double expected, float x) {
  if (std::isnan(expected))
    EXPECT_TRUE(std::isnan(got)) << "at " << x << ": " << got;
  else if (const auto rounded = static_cast<float>(expected); std::isinf(rounded))
    EXPECT_EQ(got, rounded) << "at " << x;
  else
    EXPECT_NEAR(got, expected, 1e-6 * std::max(1.0, std::abs(expected))) << "at " << x;
}

TEST(Exponentials, HoldEverywhere) {
  const std::vector<float> x = arguments();
  const struct {
    Function function;
    double (*truth)(double);
  } all[] = {{exp, [](double v) { return std::exp(v); }},
             {expm1, [](double v) { return std::expm1(v); }},
             {sigmoid, [](double v) { return 1 / (1 + std::exp(-v)); }},
             {tanh, [](double v) { return std::tanh(v); }}};
  for (const auto& [function, truth] : all) {
    const auto [y, dx] = computed(function, x);
    for (size_t i = 0; i < x.size(); ++i) expect_like(y[i], truth(x[i]), x[i]);
  }
}

// What a sigmoid and a cross-entropy of its logits give back.
TEST(Exponentials, GradientsOfSaturatedLogitsAreNumbers) {
  std::vector<float> x = arguments();
  for (float& value : x)
    if (!std::isfinite(value)) value = 0;
  for (const Function function : {sigmoid, softplus, tanh}) {
    const auto [y, dx] = computed(function, x);
    for (size_t i = 0; i < x.size(); ++i) {
      ASSERT_TRUE(dx[i] >= 0 && dx[i] <= 1.000001F) << "at " << x[i] << ": " << dx[i];
      if (function != softplus) continue;
      ASSERT_NEAR(dx[i], 1 / (1 + std::exp(-static_cast<double>(x[i]))), 1e-6) << x[i];
    }
  }
}

}  // namespace
}  // namespace plumb
