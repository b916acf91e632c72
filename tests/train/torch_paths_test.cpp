// Optimizers, losses and the one-cycle schedule against PyTorch: values stored by tests/references/torch_paths.py.

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/core/files.h"
#include "plumb/engine/executor.h"
#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"
#include "plumb/model/initializers/constant.h"
#include "plumb/train/loss.h"
#include "plumb/train/optimizer.h"
#include "plumb/train/schedules/one_cycle.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

const Entry& stored() {
  static const Entry entry = [] {
    const Path file = testing::source_dir() / "tests/train/torch_paths.json";
    return parse_json(read_file(file), file.string());
  }();
  return entry;
}

std::vector<double> numbers(const Entry& list) {
  std::vector<double> values;
  for (const Entry& item : list.items()) {
    if (item.is_list())
      for (const double value : numbers(item)) values.push_back(value);
    else
      values.push_back(item.as_double());
  }
  return values;
}

std::vector<float> floats(const Entry& list) {
  const std::vector<double> values = numbers(list);
  return {values.begin(), values.end()};
}

template <class Thing>
Thing made(const Entry& word, const Entry& options) {
  Entry entry = Entry::map();
  entry.set(word.word(), options);
  return registry<Thing>().make(entry);
}

TEST(TorchPaths, OptimizersTakeTheSameSteps) {
  const std::vector<double> start = numbers(stored().at("start"));
  const std::vector<float> curvature = floats(stored().at("curvature"));
  const auto size = static_cast<int64_t>(start.size());
  for (const Entry& path : stored().at("paths").items()) {
    const auto optimizer = made<Optimizer>(path.at("optimizer"), path.at("options"));
    Graph graph;
    Shape shape;
    for (const double dim : numbers(path.at("shape"))) shape.push_back(static_cast<int64_t>(dim));
    const Value p = graph.parameter("p", shape, [&](const Shape&, uint64_t, float* to) {
      for (int64_t i = 0; i < size; ++i) to[i] = static_cast<float>(start[static_cast<size_t>(i)]);
    });
    // The gradient a p + cos(p) of sum(a p^2 / 2 + sin p) is fed: the graph has no sine.
    const Value gradient = graph.input("gradient", shape, Type::f32, false);
    const Value rate = graph.input("rate", {}, Type::f32, false);
    graph.seal();
    optimizer.build(graph, pack({gradient}, graph.flat()), rate);
    States states;
    initialise(graph, states, 0);
    const auto executor = make_executor("cpu", graph, {p}, 1, states, {.threads = 1, .updates = true});
    std::vector<float> fed(start.size());
    const auto learning_rate = static_cast<float>(optimizer.learning_rate());
    executor->bind(gradient, fed.data());
    executor->bind(rate, &learning_rate);
    const float* now = states.all.at("parameters").floats();
    for (const Entry& step : path.at("steps").items()) {
      for (size_t i = 0; i < fed.size(); ++i) fed[i] = curvature[i] * now[i] + std::cos(now[i]);
      executor->run();
      const std::vector<double> expected = numbers(step);
      for (size_t i = 0; i < fed.size(); ++i)
        ASSERT_NEAR(now[i], expected[i], 1e-6) << path.at("optimizer").word() << to_json(path.at("options"), -1);
    }
  }
}

/// Runs the loss behind the activation that its name asks for, or on probabilities whose logits are hidden.
std::vector<float> run_loss(const Entry& item, bool hidden) {
  const auto loss = made<Loss>(item.at("loss"), item.at("options"));
  const std::string name = item.at("loss").word();
  const std::vector<float> z = floats(item.at("prediction")), y = floats(item.at("target"));
  const auto rows = static_cast<int64_t>(item.at("prediction").items().size());
  const auto width = static_cast<int64_t>(z.size()) / rows;
  const bool codes = y.size() == static_cast<size_t>(rows);
  const std::vector<int32_t> labels(y.begin(), y.end());
  Graph graph;
  const Value logits = graph.input("z", {rows, width});
  const Value target = codes ? graph.input("y", {rows}, Type::s32) : graph.input("y", {rows, width});
  Value prediction = logits;
  if (name == "binary_crossentropy") prediction = sigmoid(logits);
  if (name.ends_with("categorical_crossentropy")) prediction = softmax(logits);
  if (const Entry* head = item.find("head")) prediction = registry<Activation>().make(head->word()).build(logits);
  if (hidden) prediction = relu(prediction);
  const Value result = loss.per_row({.prediction = prediction, .target = target});
  States states;
  const auto executor = make_executor("cpu", graph, {result}, rows, states, {.threads = 1});
  executor->bind(logits, z.data());
  executor->bind(target, codes ? static_cast<const void*>(labels.data()) : y.data());
  executor->run();
  const auto* values = static_cast<const float*>(executor->data(result));
  return {values, values + rows};
}

TEST(TorchPaths, LossesAgree) {
  for (const Entry& item : stored().at("losses").items()) {
    const std::vector<double> expected = numbers(item.at("rows"));
    const bool through_probabilities = item.at("loss").word().ends_with("crossentropy");
    for (const bool hidden : {false, true}) {
      if (hidden && !through_probabilities) continue;
      const std::vector<float> rows = run_loss(item, hidden);
      for (size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(rows[i], expected[i], (hidden ? 1e-3 : 2e-6) * std::max(1.0, expected[i]))
            << item.at("loss").word() << to_json(item.at("options"), -1) << (hidden ? " of probabilities" : "");
    }
  }
}

TEST(TorchPaths, OneCycle) {
  const std::vector<double> rates = numbers(stored().at("one_cycle"));
  for (size_t step = 0; step < rates.size(); ++step)
    EXPECT_NEAR(OneCycle{.peak = 0.1}.rate({.step = static_cast<int64_t>(step), .steps = 50}), rates[step], 1e-9)
        << step;
}

}  // namespace
}  // namespace plumb
