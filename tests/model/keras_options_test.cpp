// Options that layers and activations have in Keras, by their formulas and their mistakes; keras_layers_test.cpp has
// the numbers that Keras gives.

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/engine/executor.h"
#include "plumb/graph/operators.h"
#include "plumb/model/activations/gelu.h"
#include "plumb/model/activations/relu.h"
#include "plumb/model/constraints/max_norm.h"
#include "plumb/model/constraints/non_neg.h"
#include "plumb/model/constraints/unit_norm.h"
#include "plumb/model/initializers/constant.h"
#include "plumb/model/layers/activation.h"
#include "plumb/model/layers/activity_regularization.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/bidirectional.h"
#include "plumb/model/layers/conv2d_transpose.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/model/layers/global_average_pooling1d.h"
#include "plumb/model/layers/global_max_pooling2d.h"
#include "plumb/model/layers/group_normalization.h"
#include "plumb/model/layers/layer_normalization.h"
#include "plumb/model/layers/lstm.h"
#include "plumb/model/layers/multi_head_attention.h"
#include "plumb/model/layers/reshape.h"
#include "plumb/model/layers/residual.h"
#include "plumb/model/network.h"
#include "plumb/model/regularizers/l1.h"
#include "plumb/model/regularizers/l2.h"
#include "plumb/model/regularizers/orthogonal.h"
#include "plumb/task/yaml_reader.h"

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

/// What is said of a layer as a task file has it; "" where nothing is wrong with it.
std::string problem_of(const std::string& yaml) {
  Problems problems;
  const Entry entry = read_yaml(yaml, "task.yaml", problems);
  Form<Layer>::read(entry, problems);
  return problems.all().empty() ? "" : problems.all().front().text();
}

TEST(KerasOptions, AnActivationWithOptionsIsALayer) {
  const auto made = [](const std::string& yaml) {
    Problems problems;
    const Entry entry = read_yaml(yaml, "task.yaml", problems);
    const auto layer = Form<Layer>::read(entry, problems);
    problems.raise();
    return to_json(layer->write(), -1);
  };
  const std::string bounded = to_json(Layer(ActivationLayer{Relu{.max_value = 6}}).write(), -1);
  EXPECT_EQ(made("activation: {relu: {max_value: 6}}"), bounded);
  EXPECT_EQ(made("activation: {activation: {relu: {max_value: 6}}}"), bounded);
  EXPECT_EQ(made("activation: relu"), to_json(Layer(ActivationLayer{relu}).write(), -1));
  EXPECT_NE(made("activation: {relu: {max_value: 6}, trainable: false}").find("\"trainable\": false"),
            std::string::npos);
  EXPECT_NE(problem_of("activation: {rleu: {max_value: 6}}").find("did you mean \"relu\"?"), std::string::npos);
  EXPECT_NE(problem_of("activation: {relu: {max: 6}}").find("unknown option \"max\""), std::string::npos);
}

/// Traced, a layer refuses an input; what it says.
std::string refusal(const Shape& row, const Layer& layer) {
  try {
    trace(Network({.name = "x", .shape = row}, {layer}));
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(KerasOptions, NormalizationsRefuseAxesThatAreNone) {
  const std::string rows =
      "takes no axis 0; write 1 to 2, or -1 for the last (0 are the rows, each of which is for itself)";
  for (const Layer& layer : Layers{BatchNormalization{.axis = 0}, LayerNormalization{.axis = {1, 0}},
                                   GroupNormalization{.groups = 1, .axis = 0}})
    EXPECT_NE(refusal({4, 6}, layer).find(rows), std::string::npos) << refusal({4, 6}, layer);
  EXPECT_NE(refusal({4, 6}, BatchNormalization{.axis = 3}).find("takes no axis 3"), std::string::npos);
  EXPECT_NE(refusal({4, 6}, LayerNormalization{.axis = {-1, 2}}).find("names one twice"), std::string::npos);
  EXPECT_NE(refusal({4, 6}, LayerNormalization{.axis = {}}).find("needs an axis"), std::string::npos);
}

TEST(KerasOptions, OtherMistakesAreSaidOnce) {
  EXPECT_NE(refusal({4, 6}, Dropout{.noise_shape = {{}, 1}}).find("for each of 3 axes"), std::string::npos);
  EXPECT_NE(refusal({4, 6}, Dropout{.noise_shape = {{}, 3, {}}}).find("cannot draw 3 numbers for axis 1"),
            std::string::npos);
  EXPECT_NE(refusal({4, 6}, MultiHeadAttention{.num_heads = 2, .attention_axes = {2}}).find("the last axis"),
            std::string::npos);
  EXPECT_NE(refusal({4, 6}, Bidirectional{.layer = LSTM{4}, .backward_layer = LSTM{4}}).find("goes the other way"),
            std::string::npos);
  EXPECT_NE(refusal({4, 4, 1}, Conv2DTranspose{.filters = 1, .output_padding = {{1, 1}}}).find("below its strides"),
            std::string::npos);
  EXPECT_NE(refusal({4}, Layer(Dense{2}).with({.activity_regularizer = Orthogonality{}})).find("l1, l2 or l1_l2"),
            std::string::npos);
  EXPECT_NE(refusal({4, 6}, Layer(MultiHeadAttention{2}).with({.activity_regularizer = L2{}})).find("of its own"),
            std::string::npos);
}

/// How many penalties of rows layers on [rows, 3] make while they are trained.
size_t penalties_of_rows(const Layers& layers) {
  return trace(Network({.name = "x", .shape = {3}}, layers), true).scope->row_penalties.size();
}

TEST(KerasOptions, ActivitiesArePenalisedWhereThereIsALoss) {
  const Layer penalised = Layer(Dense{2}).with({.activity_regularizer = L2{}});
  EXPECT_EQ(penalties_of_rows({penalised, ActivityRegularization{.l1 = 0.1}}), 2U);
  // What a frozen layer leaves may be penalised, too: a layer before it learns.
  EXPECT_EQ(penalties_of_rows({Layer(Dense{2}).with({.trainable = false, .activity_regularizer = L2{}})}), 1U);
  EXPECT_EQ(penalties_of_rows({Layer(Residual{.layers = {penalised}}).with({.trainable = false})}), 1U);
  EXPECT_TRUE(trace(Network({.name = "x", .shape = {3}}, {penalised})).scope->row_penalties.empty());
}

/// The one penalty of rows of a layer, and what it leaves, for sequences of which so many steps count.
std::pair<float, std::vector<float>> on_sequences(const Layers& layers, const Shape& row, std::vector<float> x,
                                                  const std::vector<int32_t>& lengths) {
  const InputSpec spec{.name = "x", .shape = row, .lengths = "lengths"};
  const TracedNetwork traced = trace(Network(spec, layers), true);
  const Value y = traced.outputs.at("output");
  Values wanted{y};
  for (const Value penalty : traced.scope->row_penalties) wanted.push_back(penalty);
  States states;
  initialise(*traced.graph, states, 3);
  const auto rows = static_cast<int64_t>(lengths.size());
  const auto executor = make_executor("cpu", *traced.graph, wanted, rows, states, {.threads = 1});
  executor->bind(traced.inputs.at("x"), x.data());
  executor->bind(traced.inputs.at("lengths"), lengths.data());
  executor->run();
  const auto* values = static_cast<const float*>(executor->data(y));
  const float penalty = wanted.size() > 1 ? *static_cast<const float*>(executor->data(wanted[1])) : 0;
  return {penalty, {values, values + rows * count(y.shape()) / y.dim(0)}};
}

TEST(KerasOptions, PaddingIsNotPenalised) {
  const std::vector<float> x{1, -2, 3, 100, 4, 100, 100, 100};
  const Layer layer = ActivityRegularization{.l1 = 0.5};
  EXPECT_FLOAT_EQ(on_sequences({layer}, {4, 1}, x, {3, 1}).first, 0.5F * (1 + 2 + 3 + 4));
  EXPECT_FLOAT_EQ(on_sequences({Reshape{{4, 1, 1}}, layer}, {4, 1}, x, {3, 1}).first, 0.5F * (1 + 2 + 3 + 4));
}

// Each step of three places; those behind the end of a sequence are not looked at.
TEST(KerasOptions, AttentionOverPlacesDoesNotSeePadding) {
  const int64_t time = 4, places = 3, width = 2, step = places * width;
  std::vector<float> x;
  for (int64_t i = 0; i < 2 * time * step; ++i) x.push_back(static_cast<float>(std::sin(i)));
  std::vector<float> other = x;
  const std::vector<int32_t> lengths{2, 3};
  for (int64_t row = 0; row < 2; ++row)
    for (int64_t i = lengths[static_cast<size_t>(row)] * step; i < time * step; ++i)
      other[static_cast<size_t>(row * time * step + i)] = 50;
  for (const std::vector<int64_t>& axes : {std::vector<int64_t>{}, {1}, {2}}) {
    SCOPED_TRACE(text(axes));
    const Layers layers{Reshape{{time, places, width}}, MultiHeadAttention{.num_heads = 1, .attention_axes = axes}};
    const auto one = on_sequences(layers, {time, step}, x, lengths).second;
    const auto two = on_sequences(layers, {time, step}, other, lengths).second;
    for (int64_t row = 0; row < 2; ++row)
      for (int64_t i = 0; i < lengths[static_cast<size_t>(row)] * step; ++i) {
        const auto at = static_cast<size_t>(row * time * step + i);
        ASSERT_FLOAT_EQ(one[at], two[at]) << "row " << row << ", number " << i;
      }
  }
}

TEST(KerasOptions, DropoutSharesDrawsAlongAxes) {
  const auto dropped = [](const std::vector<std::optional<int64_t>>& noise_shape) {
    const Network network({.name = "x", .shape = {20, 30}}, {Dropout{.rate = 0.5, .noise_shape = noise_shape}});
    const TracedNetwork traced = trace(network, true);
    const Value y = traced.outputs.at("output");
    States states;
    const auto executor = make_executor("cpu", *traced.graph, {y}, 4, states, {.threads = 1});
    const std::vector<float> ones(4 * 20 * 30, 1);
    const int32_t step = 1;
    executor->bind(traced.inputs.at("x"), ones.data());
    executor->bind(traced.graph->find_input("step"), &step);
    executor->run();
    const auto* values = static_cast<const float*>(executor->data(y));
    return std::vector<float>(values, values + ones.size());
  };
  for (const bool rows : {false, true})
    for (const bool steps : {false, true}) {
      const auto one = [](bool shared) { return shared ? std::optional<int64_t>(1) : std::nullopt; };
      const std::vector<float> y = dropped({one(rows), one(steps), 30});
      size_t kept = 0;
      bool rows_alike = true, steps_alike = true;
      for (size_t row = 0; row < 4; ++row)
        for (size_t time = 0; time < 20; ++time)
          for (size_t i = 0; i < 30; ++i) {
            const auto at = [&](size_t r, size_t t) { return y[(r * 20 + t) * 30 + i]; };
            const float value = at(row, time);
            ASSERT_TRUE(value == 0 || value == 2) << value;
            kept += value > 0 ? 1 : 0;
            rows_alike = rows_alike && value == at(0, time);
            steps_alike = steps_alike && value == at(row, 0);
          }
      EXPECT_EQ(rows_alike, rows);
      EXPECT_EQ(steps_alike, steps);
      EXPECT_GT(kept, 2400U / 5);  // of 30 draws at least: half, by chance
      EXPECT_LT(kept, 2400U * 4 / 5);
    }
}

TEST(KerasOptions, EachWeightHasAConstraintOfItsOwn) {
  const auto constraints = [](const Layer& layer) {
    std::map<std::string, std::string> words;
    const TracedNetwork traced = trace(Network({.name = "x", .shape = {3}}, {layer}), true);
    for (const auto& [name, one] : traced.scope->constraints) words[name] = one.name();
    return words;
  };
  using Words = std::map<std::string, std::string>;
  const Dense own{.units = 2, .kernel_constraint = NonNeg{}, .bias_constraint = UnitNorm{}};
  EXPECT_EQ(constraints(own), (Words{{"dense/bias", "unit_norm"}, {"dense/kernel", "non_neg"}}));
  // That of the layer is for kernels that have none of their own.
  EXPECT_EQ(constraints(Layer(own).with({.constraint = MaxNorm{}})), constraints(own));
  EXPECT_EQ(constraints(Layer(Dense{2}).with({.constraint = MaxNorm{}})), (Words{{"dense/kernel", "max_norm"}}));
  EXPECT_EQ(constraints(Layer(own).with({.trainable = false})), Words{});
}

}  // namespace
}  // namespace plumb
