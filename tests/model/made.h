#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "plumb/engine/executor.h"
#include "plumb/engine/weights.h"
#include "plumb/model/network.h"

namespace plumb::testing {

/// What the layers make of one row (or several) of this shape; of sequences, each of its length where they are given.
inline std::vector<float> made(const Shape& shape, const Layers& layers, const std::vector<float>& x, int64_t rows = 1,
                               bool training = false, const std::vector<int32_t>& lengths = {}) {
  const InputSpec input{.name = "x", .shape = shape, .lengths = lengths.empty() ? "" : "lengths"};
  const TracedNetwork traced = trace(Network(input, layers), training);
  States states;
  initialise(*traced.graph, states, 3);
  const Value output = traced.outputs.at("output");
  const auto executor = make_executor("cpu", *traced.graph, {output}, rows, states, {.threads = 1});
  executor->bind(traced.inputs.at("x"), x.data());
  if (!lengths.empty()) executor->bind(traced.inputs.at("lengths"), lengths.data());
  constexpr int32_t step = 1;
  if (const Value input = traced.graph->find_input("step")) executor->bind(input, &step);
  executor->run();
  const auto* values = static_cast<const float*>(executor->data(output));
  return {values, values + rows * count(output.shape()) / output.dim(0)};
}

inline std::vector<float> counted(int64_t n) {
  std::vector<float> numbers;
  for (int64_t i = 1; i <= n; ++i) numbers.push_back(static_cast<float>(i));
  return numbers;
}

inline void expect_near(const std::vector<float>& got, const std::vector<float>& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], 1e-5) << i;
}

}  // namespace plumb::testing
