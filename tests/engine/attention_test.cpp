// Attention where rows are few or broken: one long row has no shards, but products large enough for threads to share.
#include <gtest/gtest.h>

#include <cmath>

#include "plumb/core/random.h"
#include "plumb/engine/executor.h"
#include "plumb/graph/operators/attention.h"
#include "plumb/model/layers/transformer_encoder.h"
#include "plumb/model/network.h"

namespace plumb {
namespace {

struct Ran {
  std::vector<float> answer;
  std::string plan;
};

Ran run(const EngineSettings& settings, int64_t rows) {
  const TracedNetwork traced =
      trace(Network({.name = "x", .shape = {101, 64}}, {TransformerEncoder{512, 4}, TransformerEncoder{512, 4}}));
  States states;
  initialise(*traced.graph, states, 3);
  const Value output = traced.outputs.at("output");
  const auto executor = make_executor("cpu", *traced.graph, {output}, rows, states, settings);
  std::vector<float> x;
  Random random(1, "x");
  for (int64_t i = 0; i < rows * 101 * 64; ++i) x.push_back(static_cast<float>(random.uniform(-1, 1)));
  executor->bind(traced.inputs.at("x"), x.data());
  for (int i = 0; i < 3; ++i) executor->run();
  const auto* y = static_cast<const float*>(executor->data(output));
  return {{y, y + x.size()}, executor->text()};
}

TEST(Parts, ThreadsShareTheProductsOfOneLongRow) {
  const Ran alone = run({.threads = 1}, 1);
  EXPECT_EQ(alone.plan.find("part "), std::string::npos) << alone.plan;
  for (const int threads : {2, 3}) {
    const Ran together = run({.threads = threads}, 1);
    EXPECT_NE(together.plan.find("part matmul"), std::string::npos) << together.plan;
    EXPECT_NE(together.plan.find("part attention"), std::string::npos) << together.plan;
    for (size_t i = 0; i < alone.answer.size(); ++i) ASSERT_NEAR(together.answer[i], alone.answer[i], 1e-5) << i;
  }
}

TEST(Parts, NotWhereTheNumberOfThreadsMayNotMatter) {
  const Ran any = run({.threads = 2, .any_threads = true}, 1), alone = run({.threads = 1, .any_threads = true}, 1);
  EXPECT_EQ(any.plan.find("part "), std::string::npos) << any.plan;
  EXPECT_EQ(any.answer, alone.answer);
}

// Attention to a key that is no number is none, whoever asks; other rows do not notice.
TEST(Attention, WhatIsNoNumberIsNotHidden) {
  Graph graph;
  const Value qkv = graph.input("qkv", {2, 20, 12}), y = attention(qkv, {}, {}, {.heads = 1});
  std::vector<float> x(2 * 20 * 12, 0.5F);
  x[7 * 12 + 5] = NAN;  // of the key of step 7 in row 0
  States states;
  const auto executor = make_executor("cpu", graph, {y}, 2, states, {});
  executor->bind(qkv, x.data());
  executor->run();
  const auto* answer = static_cast<const float*>(executor->data(y));
  for (int i = 0; i < 2 * 20 * 4; ++i) EXPECT_EQ(std::isnan(answer[i]), i < 20 * 4) << i;
}

}  // namespace
}  // namespace plumb
