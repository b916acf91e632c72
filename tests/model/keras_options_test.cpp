// Options that layers and activations have in Keras, by their formulas.

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/engine/executor.h"
#include "plumb/graph/operators.h"
#include "plumb/model/activations/gelu.h"
#include "plumb/model/activations/relu.h"
#include "plumb/model/initializers/constant.h"
#include "plumb/model/layers/activation.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/global_average_pooling1d.h"
#include "plumb/model/layers/global_max_pooling2d.h"
#include "plumb/model/layers/layer_normalization.h"
#include "plumb/model/network.h"
#include "plumb/model/regularizers/l2.h"

namespace plumb {
namespace {

std::vector<float> answers(const Activation& activation, const std::vector<float>& x) {
  Graph graph;
  const Value in = graph.input("x", {static_cast<int64_t>(x.size())});
  const Value out = activation.build(in);
  graph.seal();
  States states;
  const auto executor = make_executor("cpu", graph, {out}, in.dim(0), states, {.threads = 1});
  executor->bind(in, x.data());
  executor->run();
  const auto* values = static_cast<const float*>(executor->data(out));
  return {values, values + x.size()};
}

const std::vector<float> numbers{-2, -0.5, 0, 0.25, 0.5, 1, 2, 5};

TEST(KerasOptions, ReluBendsAndEndsWhereItIsTold) {
  const auto expected = [](const Relu& relu) {
    std::vector<float> all;
    for (const float x : numbers) {
      const double below = relu.negative_slope * (x - relu.threshold);
      all.push_back(static_cast<float>(x > relu.threshold ? std::min<double>(x, relu.max_value.value_or(1e9)) : below));
    }
    return all;
  };
  for (const Relu& relu :
       {Relu{}, Relu{.max_value = 2}, Relu{.max_value = 0}, Relu{.negative_slope = 0.25}, Relu{.threshold = 0.5},
        Relu{.max_value = 2, .negative_slope = 0.25}, Relu{.max_value = 4, .negative_slope = 0.5, .threshold = 0.5}}) {
    SCOPED_TRACE(to_json(Activation(relu).write(), -1));
    const std::vector<float> got = answers(relu, numbers), right = expected(relu);
    for (size_t i = 0; i < numbers.size(); ++i) EXPECT_NEAR(got[i], right[i], 1e-6) << numbers[i];
  }
}

TEST(KerasOptions, ReluWithoutOptionsIsTheOperatorAlone) {
  Graph graph;
  const Value x = graph.input("x", {7});
  EXPECT_EQ(Activation(Relu{}).build(x).node().op->name, "relu");
  EXPECT_EQ(&Activation(Relu{}).build(x).node().in[0].node(), &x.node());
}

TEST(KerasOptions, GeluMayBeApproximate) {
  const std::vector<float> exact = answers(Gelu{}, numbers), near = answers(Gelu{.approximate = true}, numbers);
  for (size_t i = 0; i < numbers.size(); ++i) {
    const double x = numbers[i], inner = std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x);
    EXPECT_NEAR(exact[i], x * (1 + std::erf(x / std::sqrt(2))) / 2, 1e-6) << x;
    EXPECT_NEAR(near[i], x * (1 + std::tanh(inner)) / 2, 1e-6) << x;
  }
}

/// How the parameters of one layer on [rows, 3] begin, and the sum of its penalties.
struct Begun {
  std::map<std::string, float> first;
  size_t penalties = 0;

  explicit Begun(const Layer& layer) {
    const auto graph = std::make_unique<Graph>();
    Scope scope(*graph, true);
    layer.build(scope, graph->input("x", {2, 3}));
    penalties = scope.penalties.size();
    graph->seal();
    States states;
    initialise(*graph, states, 3);
    for (const Parameter& p : graph->parameters)
      first[p.name] = states.all.at("parameters").floats()[static_cast<size_t>(p.offset)];
  }
};

TEST(KerasOptions, NormalizationsBeginAsTheyAreTold) {
  const Begun batch(BatchNormalization{.beta_initializer = ConstantInitializer{0.5},
                                       .gamma_initializer = ConstantInitializer{2},
                                       .beta_regularizer = L2{},
                                       .gamma_regularizer = L2{}});
  EXPECT_EQ(batch.first.at("batch_normalization/beta"), 0.5F);
  EXPECT_EQ(batch.first.at("batch_normalization/gamma"), 2);
  EXPECT_EQ(batch.penalties, 2U);
  const Begun layer(LayerNormalization{.beta_initializer = ConstantInitializer{0.5},
                                       .gamma_initializer = ConstantInitializer{2},
                                       .beta_regularizer = L2{},
                                       .gamma_regularizer = L2{}});
  EXPECT_EQ(layer.first.at("layer_normalization/beta"), 0.5F);
  EXPECT_EQ(layer.first.at("layer_normalization/gamma"), 2);
  EXPECT_EQ(layer.penalties, 2U);
  // What is not learned stays neutral.
  const Begun neutral(LayerNormalization{.center = false,
                                         .scale = false,
                                         .beta_initializer = ConstantInitializer{0.5},
                                         .gamma_initializer = ConstantInitializer{2},
                                         .beta_regularizer = L2{}});
  EXPECT_EQ(neutral.first.at("layer_normalization/beta"), 0);
  EXPECT_EQ(neutral.first.at("layer_normalization/gamma"), 1);
  EXPECT_EQ(neutral.penalties, 0U);
}

TEST(KerasOptions, BiasesMayBePenalised) {
  EXPECT_EQ(Begun(Dense{.units = 2, .bias_regularizer = L2{}}).penalties, 1U);
  EXPECT_EQ(Begun(Dense{.units = 2, .kernel_regularizer = L2{}, .bias_regularizer = L2{}}).penalties, 2U);
  EXPECT_EQ(Begun(Dense{.units = 2, .use_bias = false, .bias_regularizer = L2{}}).penalties, 0U);
}

TEST(KerasOptions, GlobalPoolingsMayKeepTheirAxes) {
  const auto shape = [](const Shape& row, const Layer& layer) {
    return trace(Network({.name = "x", .shape = row}, {layer}), false, 2).outputs.at("output").shape();
  };
  EXPECT_EQ(shape({5, 3}, GlobalAveragePooling1D{.keepdims = true}), (Shape{2, 1, 3}));
  EXPECT_EQ(shape({5, 3}, GlobalAveragePooling1D{}), (Shape{2, 3}));
  EXPECT_EQ(shape({6, 5, 3}, GlobalMaxPooling2D{.keepdims = true}), (Shape{2, 1, 1, 3}));
}

}  // namespace
}  // namespace plumb
