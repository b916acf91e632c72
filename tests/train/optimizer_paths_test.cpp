// Optimizers, callbacks and constraints that PyTorch does not have, against the code of their authors; losses of sets,
// ordered classes and several quantiles: values stored by tests/references/optimizer_paths.py.

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/core/files.h"
#include "plumb/engine/weights.h"
#include "plumb/graph/operators.h"
#include "plumb/graph/ordinal.h"
#include "plumb/model/activation.h"
#include "plumb/train/losses/mean_squared_error.h"
#include "tests/support/paths.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

const Entry& stored() {
  static const Entry entry = [] {
    const Path file = testing::source_dir() / "tests/train/optimizer_paths.json";
    return parse_json(read_file(file), file.string());
  }();
  return entry;
}

std::vector<float> floats(const Entry& list) {
  std::vector<float> values;
  for (const Entry& item : list.items()) {
    if (!item.is_list()) {
      values.push_back(static_cast<float>(item.as_double()));
      continue;
    }
    for (const float value : floats(item)) values.push_back(value);
  }
  return values;
}

template <class Thing>
Thing made(const Entry& word, const Entry& options) {
  Entry entry = Entry::map();
  entry.set(word.word(), options);
  return registry<Thing>().make(entry);
}

TEST(OptimizerPaths, OptimizersTakeTheSteps) {
  const std::vector<float> start = floats(stored().at("start")), curvature = floats(stored().at("curvature"));
  for (const Entry& path : stored().at("paths").items()) {
    SCOPED_TRACE(path.at("optimizer").word() + to_json(path.at("options"), -1));
    const auto optimizer = made<Optimizer>(path.at("optimizer"), path.at("options"));
    Graph graph;
    const Value p = graph.parameter(
        "p", {8}, [&](const Shape&, uint64_t, float* to) { std::copy(start.begin(), start.end(), to); });
    const Value gradient = graph.input("gradient", {8}, Type::f32, false);
    const Value rate = graph.input("rate", {}, Type::f32, false);
    graph.seal();
    optimizer.build(graph, pack({gradient}, graph.flat()), rate);
    States states;
    initialise(graph, states, 0);
    const auto executor = make_executor("cpu", graph, {p}, 1, states, {.threads = 1, .updates = true});
    std::vector<float> fed(8);
    const auto learning_rate = static_cast<float>(optimizer.learning_rate());
    executor->bind(gradient, fed.data());
    executor->bind(rate, &learning_rate);
    const float* now = states.all.at("parameters").floats();
    const Entry* answers = path.find("answers");
    for (size_t t = 0; t < path.at("steps").items().size(); ++t) {
      for (size_t i = 0; i < fed.size(); ++i) fed[i] = curvature[i] * now[i] + std::cos(now[i]);
      executor->run();
      const std::vector<float> expected = floats(path.at("steps").items()[t]);
      for (size_t i = 0; i < fed.size(); ++i) ASSERT_NEAR(now[i], expected[i], 2e-6) << "step " << t;
      if (!answers) continue;
      const std::vector<float> wanted = floats(answers->items()[t]);
      for (size_t i = 0; i < fed.size(); ++i)
        ASSERT_NEAR(states.all.at(answer_weights).floats()[i], wanted[i], 2e-6) << "step " << t;
    }
  }
}

TEST(OptimizerPaths, TrainingsEndWithTheWeights) {
  const TrainRows rows{.inputs = {testing::floats("x", {3}, floats(stored().at("rows")))},
                       .targets = {testing::floats("y", {2}, floats(stored().at("truth")))}};
  const TrainTarget target{.spec = {.name = "y", .width = 2}};
  for (const Entry& stored_training : stored().at("trainings").items()) {
    Entry options = stored_training.at("train"), layer = Entry::map(), dense = Entry::map();
    SCOPED_TRACE(to_json(options, -1));
    if (const Entry* told = options.find("layer")) layer = *told;
    options.erase("layer");
    layer.set("units", Entry::number(int64_t{2}));
    layer.set("use_bias", Entry::boolean(false));
    layer.set("kernel_initializer", parse_json(R"({"constant": {"value": 0.3}})", "here"));
    dense.set("dense", layer);
    Problems problems;
    auto train_as = read_options<TrainOptions>(options, problems);
    problems.raise();
    train_as->epochs = 20;
    train_as->batch_size = 8;
    train_as->loss.chosen = MeanSquaredError{};
    const Network network = Architecture(Layers{Form<Layer>::make(dense)})
                                .build({.inputs = {{.name = "x", .shape = {3}}}, .targets = {target.spec}, .rows = 8})
                                .network;
    States states;
    train(network, {target}, rows, nullptr, *train_as, {.threads = 1, .quiet = true}, states);
    const TracedNetwork traced = trace(network);
    const TensorBytes kernel = weights_of(*traced.graph, states).at("dense/kernel");
    const auto* got = reinterpret_cast<const float*>(kernel.bytes.data());
    const std::vector<float> expected = floats(stored_training.at("kernel"));
    for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(got[i], expected[i], 5e-6) << i;
  }
}

Value head_of(const std::string& word, Value z) {
  return word == "ordinal" ? ordinal_probabilities(z) : registry<Activation>().make(word).build(z);
}

TEST(OptimizerPaths, LossesHaveTheValues) {
  for (const Entry& item : stored().at("losses").items()) {
    SCOPED_TRACE(item.at("loss").word() + to_json(item.at("options"), -1));
    const std::vector<float> z = floats(item.at("prediction")), y = floats(item.at("target"));
    const auto width = static_cast<int64_t>(y.size()) / 5;
    const bool codes = !item.at("target").items().front().is_list();
    const std::vector<int32_t> labels(y.begin(), y.end());
    Graph graph;
    const Value logits = graph.input("z", {5, 3});
    const Value target = codes ? graph.input("y", {5}, Type::s32) : graph.input("y", {5, width});
    const Value result =
        made<Loss>(item.at("loss"), item.at("options")).per_row({head_of(item.at("head").word(), logits), target});
    States states;
    const auto executor = make_executor("cpu", graph, {result}, 5, states, {.threads = 1});
    executor->bind(logits, z.data());
    executor->bind(target, codes ? static_cast<const void*>(labels.data()) : y.data());
    executor->run();
    const std::vector<float> expected = floats(item.at("rows"));
    const auto* values = static_cast<const float*>(executor->data(result));
    for (size_t i = 0; i < 5; ++i) EXPECT_NEAR(values[i], expected[i], 1e-5 * std::max(1.0F, expected[i])) << i;
  }
}

TEST(OptimizerPaths, OrderedProbabilitiesAreTheProductsOfTheAnswers) {
  const std::vector<float> z = floats(stored().at("ordinal").at("z"));
  const std::vector<float> expected = floats(stored().at("ordinal").at("probabilities"));
  Graph graph;
  const Value in = graph.input("z", {4, 3}), out = ordinal_probabilities(in);
  States states;
  const auto executor = make_executor("cpu", graph, {out}, 4, states, {.threads = 1});
  executor->bind(in, z.data());
  executor->run();
  const auto* values = static_cast<const float*>(executor->data(out));
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(values[i], expected[i], 1e-6) << i;
}

}  // namespace
}  // namespace plumb
