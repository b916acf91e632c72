// The layer by numbers that can be checked by hand.
#include "plumb/model/layers/per_image_standardization.h"

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/engine/executor.h"
#include "plumb/model/network.h"

namespace plumb {
namespace {

/// What the layer makes of two images of four pixels.
std::vector<float> made(const std::vector<float>& x) {
  const TracedNetwork traced = trace(Network({.name = "x", .shape = {2, 2, 1}}, {PerImageStandardization{}}));
  States states;
  const Value output = traced.outputs.at("output");
  const auto executor = make_executor("cpu", *traced.graph, {output}, 2, states, {.threads = 1});
  executor->bind(traced.inputs.at("x"), x.data());
  executor->run();
  const auto* values = static_cast<const float*>(executor->data(output));
  return {values, values + 8};
}

TEST(PerImageStandardization, IsTensorFlowsFormula) {
  // Mean 30, deviation sqrt(500); then one that hardly varies: its deviation is held at 1 / sqrt(4).
  const auto y = made({0, 20, 40, 60, 7, 7.2F, 7, 6.8F});
  const float root = std::sqrt(500.0F);
  const std::vector<float> expected{-30 / root, -10 / root, 10 / root, 30 / root, 0, 0.4F, 0, -0.4F};
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(y[i], expected[i], 1e-5) << i;
}

TEST(PerImageStandardization, AnImageOfOneToneIsZero) {
  for (const float value : made({9, 9, 9, 9, 0, 0, 0, 0})) EXPECT_EQ(value, 0);
}

}  // namespace
}  // namespace plumb
