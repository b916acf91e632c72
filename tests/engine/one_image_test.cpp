// One image: threads share its convolutions; and what depends on weights alone is computed once where they are frozen.
#include <gtest/gtest.h>

#include "plumb/engine/frozen.h"
#include "tests/engine/networks.h"

namespace plumb::testing {
namespace {

/// A convolution with a bias, a factor and a summand a channel, a shortcut and relu, of one image.
struct Image {
  Graph graph;
  States states;
  Value x, shortcut, y;
  explicit Image(const Window& window) {
    Graph& g = graph;
    x = g.input("x", {1, 29, 31, 32});
    const Value w = g.parameter("w", {window.size[0], window.size[1], 32, 48}, uniform_initial(0.1));
    const auto channel = [&](const char* name) { return g.parameter(name, {48}, uniform_initial(1)); };
    const Value bias = channel("bias"), factor = channel("factor"), shift = channel("shift");
    const Value found = conv2d(x, w, window);
    const auto spread = [&](Value v) { return expand(v, found, {.axes = {0, 1, 2}}); };
    shortcut = g.input("shortcut", found.shape());
    y = relu((found + spread(bias)) * spread(square(factor)) + spread(shift) + shortcut);
    g.seal();
    initialise(g, states, 7);
  }
  std::unique_ptr<Executor> plan(const EngineSettings& settings) {
    return make_executor("cpu", graph, {y}, 1, states, settings);
  }
  std::vector<float> run(Executor& plan) const {
    const auto image = random_numbers(count(x.shape()), 1), other = random_numbers(count(shortcut.shape()), 2);
    plan.bind(x, image.data());
    plan.bind(shortcut, other.data());
    plan.run();
    const auto* p = static_cast<const float*>(plan.data(y));
    return {p, p + count(y.shape())};
  }
};

const Window windows[] = {{.size = {3, 3}},
                          {.size = {3, 3}, .pads = {1, 1, 1, 1}},
                          {.size = {5, 3}, .stride = {2, 1}, .pads = {2, 0, 1, 1}},
                          {.size = {3, 3}, .stride = {2, 2}, .pads = {1, 1, 1, 1}},
                          {.size = {2, 1}, .pads = {1, 0, 0, 0}},
                          {.size = {7, 1}, .pads = {3, 0, 3, 0}}};

TEST(OneImage, ThreadsShareAConvolution) {
  for (const Window& window : windows) {
    Image image(window);
    const auto alone = image.plan({.threads = 1});
    const std::vector<float> expected = image.run(*alone);
    for (const int threads : {2, 3, 5}) {
      const auto shared = image.plan({.threads = threads});
      const std::vector<float> got = image.run(*shared);
      for (size_t i = 0; i < got.size(); ++i)
        ASSERT_NEAR(got[i], expected[i], 1e-4) << threads << " threads, window of " << window.size[0] << " at " << i;
      EXPECT_NE(shared->text().find("part conv2d"), std::string::npos) << shared->text();
    }
  }
}

TEST(OneImage, AnyThreadsGiveTheSameBits) {
  Image image(windows[1]);
  const auto one = image.plan({.threads = 1, .any_threads = true});
  const auto two = image.plan({.threads = 2, .any_threads = true});
  EXPECT_EQ(image.run(*one), image.run(*two));
}

TEST(Frozen, WhatDependsOnWeightsAloneIsComputedOnce) {
  for (const int threads : {1, 2}) {
    Image image(windows[1]);
    const auto plain = image.plan({.threads = threads}), frozen = image.plan({.threads = threads});
    freeze(*frozen);
    const std::vector<float> expected = image.run(*plain);
    const std::string before = frozen->text();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(image.run(*frozen), expected) << "run " << i;
    EXPECT_NE(before.find("filters for Winograd"), std::string::npos) << before;
    EXPECT_NE(before.find("chain multiply"), std::string::npos) << before;  // the factor's square
    EXPECT_NE(frozen->text().find("conv2d"), std::string::npos) << frozen->text();
    EXPECT_EQ(frozen->text().find("chain multiply"), std::string::npos) << frozen->text();
    EXPECT_EQ(frozen->text().find("filters for Winograd"), std::string::npos) << frozen->text();
    EXPECT_EQ(image.run(*plain), expected);
    EXPECT_EQ(plain->text(), before);
  }
}

TEST(Frozen, OtherPlansSeeNewWeights) {
  Image image(windows[1]);
  const auto plan = image.plan({.threads = 1});
  const std::vector<float> before = image.run(*plan);
  float* weights = image.states.at("parameters", image.graph.flat().shape()).floats();
  for (int64_t i = 0; i < count(image.graph.flat().shape()); ++i) weights[i] *= 0.5F;
  EXPECT_NE(image.run(*plan), before);
  EXPECT_EQ(image.run(*plan), image.run(*image.plan({.threads = 1})));
}

TEST(Frozen, APlanThatUpdatesGoesOn) {
  Training net;
  mlp(net, 16, 8, {12}, 3);
  net.adamw(0.01);
  States states;
  initialise(net.graph, states, 3);
  const auto plan = make_executor("cpu", net.graph, {net.loss}, 16, states, {.threads = 1, .updates = true});
  freeze(*plan);
  const Batch batch(net, 16);
  batch.bind(*plan, net);
  plan->run();
  const float first = *static_cast<const float*>(plan->data(net.loss));
  for (int i = 0; i < 20; ++i) plan->run();
  EXPECT_LT(*static_cast<const float*>(plan->data(net.loss)), first);
}

}  // namespace
}  // namespace plumb::testing
