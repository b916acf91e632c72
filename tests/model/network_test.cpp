// Networks: naming, functional graphs, heads, saving, summary.

#include "plumb/model/network.h"

#include <gtest/gtest.h>

#include "plumb/graph/operators.h"
#include "plumb/model/architecture.h"
#include "plumb/model/layers/activation.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/concatenate.h"
#include "plumb/model/layers/conv2d.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/model/layers/max_pooling2d.h"
#include "plumb/model/layers/residual.h"
#include "plumb/model/summary.h"

namespace plumb {
namespace {

Network seed_network() {
  return Network({.name = "image", .shape = {28, 28, 1}, .type = Type::u8, .scale = {1 / 255.0}},
                 {Conv2D{32, {3, 3}, relu}, MaxPooling2D{{2, 2}}, Conv2D{64, {3, 3}, relu}, MaxPooling2D{{2, 2}},
                  Flatten{}, Dense{10, softmax}},
                 "label");
}

std::vector<std::string> parameter_names(const Network& network, bool training) {
  std::vector<std::string> names;
  const TracedNetwork traced = trace(network, training);
  for (const Parameter& parameter : traced.graph->parameters) names.push_back(parameter.name);
  return names;
}

std::string error_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Network, SameNamesForTrainingAndInference) {
  const std::vector<std::string> names{"conv2d/kernel", "conv2d/bias",  "conv2d_1/kernel",
                                       "conv2d_1/bias", "dense/kernel", "dense/bias"};
  EXPECT_EQ(parameter_names(seed_network(), false), names);
  EXPECT_EQ(parameter_names(seed_network(), true), names);
}

TEST(Network, SurvivesWriting) {
  const Network network = seed_network();
  const Network back = Network::read(parse_json(to_json(network.write()), "network"));
  EXPECT_EQ(trace(back).graph->text(), trace(network).graph->text());
  EXPECT_EQ(summary(back), summary(network));
}

TEST(Network, FunctionalGraphWithTwoInputsAndOutputs) {
  const Symbol scan = input("scan", {8, 8, 1}), age = input("age", {1});
  const Symbol image = scan | Conv2D{4, {3, 3}, relu} | Flatten{};
  const Symbol both = Symbols{image, age} | Concatenate{} | Dense{6, relu};
  const Network network({{"sick", both | Dense{1, sigmoid}}, {"days", both | Dense{1}}});
  ASSERT_EQ(network.inputs.size(), 2U);
  EXPECT_EQ(network.inputs[0].name, "scan");
  const TracedNetwork traced = trace(network, false, 5);
  EXPECT_EQ(traced.outputs.at("sick").shape(), (Shape{5, 1}));
  // What both heads read is there once.
  EXPECT_EQ(traced.graph->parameters.size(), 8U);
  EXPECT_EQ(trace(Network::read(network.write()), false, 5).graph->text(), traced.graph->text());
}

TEST(Network, ErrorNamesLayerAndShapes) {
  const InputSpec image{.name = "image", .shape = {4, 4, 1}};
  EXPECT_EQ(error_of([&] {
              trace(Network(image, {Conv2D{8, {3, 3}, relu}, Conv2D{8, {3, 3}, relu}}));
            }),
            "layer conv2d_1 with input [rows, 2, 2, 8]: a window of 3x3 does not fit into an image of 2x2; write "
            "`padding: same`, or pool less before it");
  EXPECT_EQ(error_of([&] {
              trace(Network(image, {Residual{{Conv2D{8, {3, 3}}, Flatten{}}}}));
            }),
            "layer residual with input [rows, 4, 4, 1]: the block changes the number of axes, so nothing can be added; "
            "take `flatten` out of it");
}

TEST(Network, ALayerBeyondAllMemoryIsRefused) {
  const InputSpec rows{.name = "x", .shape = {1'000'000'000}};
  EXPECT_EQ(error_of([&] { trace(Network(rows, {Dense{9'000'000'000'000'000}})); }),
            "layer dense with input [rows, 1000000000]: parameter `dense/kernel` of shape [1000000000, "
            "9000000000000000] would hold 9e+24 numbers; make the layer smaller");
}

TEST(Network, ResidualProjectsWhereShapesDiffer) {
  const InputSpec image{.name = "image", .shape = {7, 7, 3}};
  const Layers block{Conv2D{.filters = 8, .strides = {2, 2}, .padding = Padding::same}};
  const TracedNetwork traced = trace(Network(image, {Residual{block, relu}, Residual{block}}));
  EXPECT_EQ(traced.outputs.at("output").shape(), (Shape{2, 2, 2, 8}));
  const std::vector<std::string> names{"residual/conv2d/kernel",   "residual/conv2d/bias",
                                       "residual/conv2d_1/kernel", "residual_1/conv2d/kernel",
                                       "residual_1/conv2d/bias",   "residual_1/conv2d_1/kernel"};
  EXPECT_EQ(parameter_names(Network(image, {Residual{block, relu}, Residual{block}}), true), names);
  EXPECT_EQ(traced.graph->parameters[2].value.shape(), (Shape{1, 1, 3, 8}));
}

TEST(Network, BatchStatisticsAreKeptInTrainingOnly) {
  const Network network({.name = "x", .shape = {4}}, {Dense{.units = 3, .use_bias = false}, BatchNormalization{}});
  EXPECT_EQ(trace(network, true).graph->updates.size(), 2U);
  EXPECT_EQ(trace(network, false).graph->updates.size(), 0U);
  EXPECT_EQ(trace(network, false).graph->states.size(), 2U);
}

NetworkContext context(const TargetSpec& target) {
  return {.inputs = {{.name = "x", .shape = {4}}}, .targets = {target}, .rows = 100};
}

TEST(Architecture, HeadFollowsFromTheTarget) {
  const auto built = [&](const Layers& layers, const TargetSpec& target) {
    return Architecture(layers).build(context(target)).network;
  };
  const TargetSpec two{.name = "t", .labels = {"a", "b"}}, three{.name = "t", .labels = {"a", "b", "c"}};
  const TargetSpec number{.name = "t"};
  const auto last = [](const Network& network) { return to_json(network.points.back().layer.write(), -1); };
  EXPECT_NE(last(built({Dense{8, relu}}, two)).find(R"("units": 1, "activation": {"sigmoid")"), std::string::npos);
  EXPECT_NE(last(built({Dense{8, relu}}, three)).find(R"("units": 3, "activation": {"softmax")"), std::string::npos);
  EXPECT_NE(last(built({Dense{8, relu}}, number)).find(R"("units": 1, "activation": {"linear")"), std::string::npos);
  // A head that is listed is left alone.
  EXPECT_EQ(built({Dense{8, relu}, Dense{3, softmax}}, three).points.size(), 2U);
  EXPECT_EQ(built({Dense{8, relu}, Dense{2, softmax}}, two).points.size(), 2U);
  EXPECT_EQ(built({Dense{8, relu}, Dense{1, sigmoid}}, two).points.size(), 2U);
  EXPECT_EQ(built({Dense{8, relu}, Dense{1}}, number).points.size(), 2U);
  EXPECT_EQ(built({Dense{8, relu}, Dense{4, softmax}}, three).points.size(), 3U);
}

TEST(Architecture, ALastLayerOfTheHeadsWidthIsItsLogits) {
  const auto words = [](const Layers& layers, const TargetSpec& target, const Shape& row = {4}) {
    std::string all;
    NetworkContext given = context(target);
    given.inputs[0].shape = row;
    for (const auto& point : Architecture(layers).build(given).network.points) {
      const Entry written = point.layer.write();
      const Entry& options = written.fields().front().value;
      all += point.layer.name();
      if (const Entry* units = options.find("units")) all += fmt::format(" {}", units->as_double());
      if (const Entry* activation = options.find("activation")) all += " " + activation->fields().front().name;
      all += "; ";
    }
    return all;
  };
  const TargetSpec two{.name = "t", .labels = {"a", "b"}}, three{.name = "t", .labels = {"a", "b", "c"}};
  EXPECT_EQ(words({Dense{3}}, three), "dense 3 linear; activation softmax; ");
  EXPECT_EQ(words({Dense{2}}, two), "dense 2 linear; activation softmax; ");
  EXPECT_EQ(words({Dense{1}}, two), "dense 1 linear; activation sigmoid; ");
  const TargetSpec set{.name = "t", .labels = {"a", "b", "c"}, .choice = Choice::any};
  EXPECT_EQ(words({Dense{3}}, set), "dense 3 linear; activation sigmoid; ");
  EXPECT_EQ(words({Dense{3}, ActivationLayer{softmax}}, three), "dense 3 linear; activation softmax; ");
  EXPECT_EQ(words({Dense{3}, ActivationLayer{relu}}, three), "dense 3 linear; activation relu; dense 3 softmax; ");
  // Another width, another activation, numbers, an order, logits of each step: a layer like any other.
  EXPECT_EQ(words({Dense{4}}, three), "dense 4 linear; dense 3 softmax; ");
  EXPECT_EQ(words({Dense{3, relu}}, three), "dense 3 relu; dense 3 softmax; ");
  const TargetSpec number{.name = "t"}, numbers{.name = "t", .width = 3};
  EXPECT_EQ(words({Dense{1}}, number), "dense 1 linear; ");
  EXPECT_EQ(words({Dense{3}}, numbers), "dense 3 linear; ");
  EXPECT_EQ(words({Dense{2}}, number), "dense 2 linear; dense 1 linear; ");
  const TargetSpec ordered{.name = "t", .labels = {"a", "b", "c"}, .choice = Choice::ordered};
  EXPECT_EQ(words({Dense{3}}, ordered), "dense 3 linear; dense 2 linear; ordinal_probabilities; ");
  EXPECT_EQ(words({Dense{8, relu}, Dense{3}}, three, {5, 4}),
            "dense 8 relu; dense 3 linear; flatten; dense 3 softmax; ");
}

TEST(Architecture, BranchesMeet) {
  const auto read = [](const std::string& json) {
    Problems problems;
    auto architecture = Form<Architecture>::read(parse_json(json, "task"), problems);
    problems.raise();
    return *architecture;
  };
  const NetworkContext context{.inputs = {{.name = "scan", .shape = {8, 8, 1}},
                                          {.name = "age", .shape = {1}},
                                          {.name = "city", .type = Type::s32, .codes = 9}},
                               .targets = {{.name = "sick", .labels = {"no", "yes"}}, {.name = "days"}},
                               .rows = 500};
  const Architecture branches = read(
      R"({"branches": {"scan": [{"conv2d": {"filters": 4}}], "city": [{"embedding": {"input_dim": 9, "output_dim": 3}}],
          "*": [{"dense": {"units": 5}}]}, "layers": [{"dense": {"units": 6, "activation": "relu"}}]})");
  const Network network = branches.build(context).network;
  const TracedNetwork traced = trace(network, false, 7);
  EXPECT_EQ(traced.outputs.at("sick").shape(), (Shape{7, 1}));
  EXPECT_EQ(traced.outputs.at("days").shape(), (Shape{7, 1}));
  EXPECT_EQ(to_json(read(to_json(branches.write())).write()), to_json(branches.write()));
  EXPECT_NE(error_of([&] { read(R"({"branches": {"scna": []}})").build(context); }).find("did you mean \"scan\""),
            std::string::npos);
}

TEST(Architecture, AutoSaysWhy) {
  const auto built = Architecture().build({.inputs = {{.name = "scan", .shape = {28, 28, 1}, .type = Type::u8}},
                                           .targets = {{.name = "t", .labels = {"a", "b", "c"}}},
                                           .rows = 60000});
  ASSERT_FALSE(built.reasons.empty());
  EXPECT_NE(built.reasons[0].find("images of 28x28"), std::string::npos);
  EXPECT_EQ(trace(built.network).outputs.at("t").shape(), (Shape{2, 3}));
}

TEST(Summary, CountsParametersAndProducts) {
  const std::vector<LayerCost> costs = layer_costs(seed_network());
  int64_t parameters = 0;
  for (const LayerCost& cost : costs) parameters += cost.parameters;
  EXPECT_EQ(parameters, 34826);  // as Keras says
  const std::string text = summary(seed_network());
  EXPECT_NE(text.find("34,826"), std::string::npos) << text;
  EXPECT_NE(text.find("[13, 13, 32]"), std::string::npos) << text;
  for (const LayerCost& cost : costs)
    EXPECT_TRUE(cost.layer != "conv2d_1" || cost.multiply_adds == 11 * 11 * 64 * 9 * 32) << cost.multiply_adds;
}

}  // namespace
}  // namespace plumb
