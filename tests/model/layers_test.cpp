// Layers by their formulas, run by the engine; initialisers by their statistics.

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/engine/executor.h"
#include "plumb/engine/weights.h"
#include "plumb/graph/operators.h"
#include "plumb/model/activations/leaky_relu.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/model/layers/embedding.h"
#include "plumb/model/layers/global_average_pooling2d.h"
#include "plumb/model/layers/layer_normalization.h"
#include "plumb/model/network.h"

namespace plumb {
namespace {

std::vector<float> run(const TracedNetwork& traced, const void* x, int64_t rows, States& states, bool updates = false,
                       int32_t step = 0) {
  initialise(*traced.graph, states, 3);
  const Value output = traced.outputs.begin()->second;
  const auto executor = make_executor("cpu", *traced.graph, {output}, rows, states, {.threads = 1, .updates = updates});
  executor->bind(traced.inputs.begin()->second, x);
  if (const Value input = traced.graph->find_input("step")) executor->bind(input, &step);
  executor->run();
  const auto* values = static_cast<const float*>(executor->data(output));
  return {values, values + rows * count(output.shape()) / output.dim(0)};
}

TEST(Layers, BatchNormalizationKeepsBiasedStatistics) {
  const Network network({.name = "x", .shape = {2}}, {BatchNormalization{.momentum = 0.9}});
  const std::vector<float> x{1, 10, 3, 20, 5, 60};
  States states;
  const auto y = run(trace(network, true), x.data(), 3, states, true);
  const double variance = 8.0 / 3;  // of 1, 3, 5: biased, as Keras keeps it
  EXPECT_NEAR(y[0], -2 / std::sqrt(variance + 0.001), 1e-5);
  EXPECT_NEAR(states.find("batch_normalization/moving_mean")->floats()[0], 0.1 * 3, 1e-6);
  EXPECT_NEAR(states.find("batch_normalization/moving_variance")->floats()[0], 0.9 + 0.1 * variance, 1e-6);
  // Inference uses the running statistics, whatever the batch.
  const auto z = run(trace(network), x.data(), 3, states);
  EXPECT_NEAR(z[2], (3 - 0.3) / std::sqrt(0.9 + 0.1 * variance + 0.001), 1e-5);
}

TEST(Layers, LayerNormalization) {
  const std::vector<float> x{1, 2, 3, 4};
  States states;
  const auto y = run(trace(Network({.name = "x", .shape = {4}}, {LayerNormalization{}})), x.data(), 1, states);
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(y[i], (x[i] - 2.5) / std::sqrt(1.25 + 0.001), 1e-5);
}

TEST(Layers, DropoutKeepsTheMeanAndDrawsByStep) {
  const Network network({.name = "x", .shape = {1000}}, {Dropout{0.25}});
  const std::vector<float> ones(10000, 1);
  States states;
  const auto first = run(trace(network, true, 2, 5), ones.data(), 10, states, false, 1);
  const auto again = run(trace(network, true, 2, 5), ones.data(), 10, states, false, 1);
  const auto next = run(trace(network, true, 2, 5), ones.data(), 10, states, false, 2);
  EXPECT_EQ(first, again);
  EXPECT_NE(first, next);
  double sum = 0;
  for (const float value : first) {
    EXPECT_TRUE(value == 0 || std::abs(value - 1 / 0.75F) < 1e-4F);
    sum += value;
  }
  EXPECT_NEAR(sum / 10000, 1, 0.03);
  EXPECT_EQ(run(trace(network), ones.data(), 10, states), ones);
}

TEST(Layers, EmbeddingLooksUpRows) {
  const Network network({.name = "x", .shape = {2}, .type = Type::s32, .codes = 5}, {Embedding{5, 3}});
  const TracedNetwork traced = trace(network);
  EXPECT_EQ(traced.outputs.at("output").shape(), (Shape{2, 2, 3}));
  const std::vector<int32_t> codes{4, 0};
  States states;
  const auto y = run(traced, codes.data(), 1, states);
  const float* table = states.find("parameters")->floats();
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(y[i], table[12 + i]);
    EXPECT_EQ(y[3 + i], table[i]);
  }
}

TEST(Layers, DenseActsOnTheLastAxis) {
  const Network network({.name = "x", .shape = {2, 3}}, {Dense{.units = 4, .activation = LeakyRelu{0.5}}});
  const TracedNetwork traced = trace(network);
  EXPECT_EQ(traced.outputs.at("output").shape(), (Shape{2, 2, 4}));
  const std::vector<float> x{1, 0, 0, 0, 1, 0};
  States states;
  const auto y = run(traced, x.data(), 1, states);
  const float* kernel = states.find("parameters")->floats();
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(y[i], kernel[i] > 0 ? kernel[i] : kernel[i] / 2, 1e-6);
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(y[4 + i], kernel[4 + i] > 0 ? kernel[4 + i] : kernel[4 + i] / 2, 1e-6);
}

TEST(Layers, PixelsAreScaledByChannel) {
  const Network network({.name = "x", .shape = {1, 2, 2}, .type = Type::u8, .scale = {0.5, 2}, .shift = {-1, 10}},
                        {GlobalAveragePooling2D{}});
  const std::vector<uint8_t> pixels{10, 20, 30, 40};
  States states;
  const auto y = run(trace(network), pixels.data(), 1, states);
  EXPECT_NEAR(y[0], 20 * 0.5 - 1, 1e-5);
  EXPECT_NEAR(y[1], 30 * 2 + 10, 1e-5);
}

struct Statistics {
  double mean = 0, deviation = 0, low = 0, high = 0;
};

Statistics statistics_of(const std::string& initializer, const Shape& shape) {
  const auto made = registry<Initializer>().make(initializer);
  std::vector<float> values(static_cast<size_t>(count(shape)));
  made.initial()(shape, 11, values.data());
  Statistics s;
  for (const float value : values) {
    s.mean += static_cast<double>(value) / static_cast<double>(values.size());
    s.low = std::min(s.low, static_cast<double>(value));
    s.high = std::max(s.high, static_cast<double>(value));
  }
  for (const float value : values) s.deviation += std::pow(value - s.mean, 2) / static_cast<double>(values.size());
  s.deviation = std::sqrt(s.deviation);
  return s;
}

TEST(Initializers, HaveTheDeviationOfTheirFormula) {
  const Shape shape{3, 3, 20, 50};  // fan in 180, fan out 450
  const std::map<std::string, double> variances{{"glorot_uniform", 2.0 / 630}, {"glorot_normal", 2.0 / 630},
                                                {"he_uniform", 2.0 / 180},     {"he_normal", 2.0 / 180},
                                                {"lecun_uniform", 1.0 / 180},  {"lecun_normal", 1.0 / 180},
                                                {"random_normal", 0.0025},     {"random_uniform", 0.01 / 12}};
  for (const auto& [name, variance] : variances) {
    const Statistics s = statistics_of(name, shape);
    EXPECT_NEAR(s.deviation / std::sqrt(variance), 1, 0.02) << name;
    EXPECT_NEAR(s.mean / std::sqrt(variance), 0, 0.05) << name;
    EXPECT_TRUE(!name.ends_with("uniform") || s.high <= std::sqrt(3 * variance) * 1.0001) << name;
  }
}

TEST(Initializers, LayersOfOneShapeBeginDifferently) {
  const TracedNetwork traced = trace(Network({.name = "x", .shape = {4}}, {Dense{4}, Dense{4}}));
  States states, same, other;
  initialise(*traced.graph, states, 1);
  initialise(*traced.graph, same, 1);
  initialise(*traced.graph, other, 2);
  const auto kernel = [&](States& of, const char* name) {
    const TensorBytes tensor = weights_of(*traced.graph, of).at(name);
    return std::string(reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size());
  };
  EXPECT_NE(kernel(states, "dense/kernel"), kernel(states, "dense_1/kernel"));
  EXPECT_EQ(kernel(states, "dense/kernel"), kernel(same, "dense/kernel"));
  EXPECT_NE(kernel(states, "dense/kernel"), kernel(other, "dense/kernel"));
}

TEST(Weights, GoThroughAFileByName) {
  const TracedNetwork traced = trace(Network({.name = "x", .shape = {4}}, {Dense{3}, BatchNormalization{}}));
  States states, back;
  initialise(*traced.graph, states, 1);
  const Safetensors file = parse_safetensors(to_safetensors(weights_of(*traced.graph, states)), "w");
  EXPECT_TRUE(file.tensors.contains("batch_normalization/moving_variance"));
  set_weights(*traced.graph, file.tensors, back, "w");
  EXPECT_EQ(std::memcmp(back.find("parameters")->data.get(), states.find("parameters")->data.get(),
                        states.find("parameters")->bytes()),
            0);
  const TracedNetwork wider = trace(Network({.name = "x", .shape = {4}}, {Dense{5}, BatchNormalization{}}));
  States other;
  try {
    set_weights(*wider.graph, file.tensors, other, "w.safetensors");
    FAIL() << "took weights of another shape";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("and the network needs"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace plumb
