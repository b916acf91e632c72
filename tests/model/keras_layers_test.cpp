// Layers, penalties and constraints against Keras: values stored by tests/references/keras_layers.py.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "plumb/core/files.h"
#include "plumb/engine/executor.h"
#include "plumb/engine/weights.h"
#include "plumb/graph/operators.h"
#include "plumb/model/architecture.h"
#include "plumb/train/losses/mean_squared_error.h"
#include "plumb/train/optimizers/sgd.h"
#include "tests/model/stored_layer.h"
#include "tests/support/floats.h"
#include "tests/support/paths.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

using testing::floats;
using testing::layer_of;

const Entry& stored() {
  static const Entry entry = [] {
    const Path file = testing::source_dir() / "tests/model/keras_layers.json";
    return parse_json(read_file(file), file.string());
  }();
  return entry;
}

Entry yaml_of(const Entry& text) {
  Problems problems;
  Entry read = read_yaml(text.word(), "stored", problems);
  problems.raise();
  return read;
}

Shape shape_of(const Entry& list) {
  Shape shape;
  for (const Entry& size : list.items()) shape.push_back(static_cast<int64_t>(size.as_double()));
  return shape;
}

void expect_near(const float* got, const Entry& expected, const std::string& what) {
  const std::vector<float> values = floats(expected);
  for (size_t i = 0; i < values.size(); ++i)
    ASSERT_NEAR(got[i], values[i], 5e-5 * std::max(1.0F, std::abs(values[i]))) << what << ", element " << i;
}

/// Every tensor of the graph that learns or is kept has stored values, and none is left over.
void put(const Graph& graph, const Entry& weights, const Entry& kept, States& states) {
  initialise(graph, states, 0);
  const auto learns = [](const Parameter& p) { return p.trainable; };
  ASSERT_EQ(std::count_if(graph.parameters.begin(), graph.parameters.end(), learns),
            static_cast<int64_t>(weights.fields().size()));
  ASSERT_EQ(graph.states.size(), kept.fields().size());
  const auto copy = [](const Entry& from, const Shape& shape, float* to) {
    const std::vector<float> values = floats(from);
    ASSERT_EQ(static_cast<int64_t>(values.size()), count(shape));
    std::copy(values.begin(), values.end(), to);
  };
  for (const Parameter& p : graph.parameters)
    if (p.trainable) copy(weights.at(p.name), p.value.shape(), states.find("parameters")->floats() + p.offset);
  for (const State& state : graph.states) {
    const States::Tensor& tensor = *states.find(state.name);
    copy(kept.at(state.name), tensor.shape, tensor.floats());
  }
}

class EveryStoredLayer : public ::testing::TestWithParam<size_t> {
 protected:
  EveryStoredLayer() : one(stored().at("layers").items()[GetParam()]), shape(shape_of(one.at("shape"))) {
    for (const float x : floats(one.at("x"))) codes_.push_back(static_cast<int32_t>(x)), numbers_.push_back(x);
  }
  TracedNetwork traced(bool training) const {
    const auto known = static_cast<int64_t>(one.at("codes").as_double());
    const InputSpec x{.name = "x", .shape = shape, .type = known > 0 ? Type::s32 : Type::f32, .codes = known};
    return trace(Network(x, {layer_of(one)}), training);
  }
  void run(const TracedNetwork& traced, Executor& executor) const {
    const Value x = traced.inputs.at("x");
    executor.bind(x, x.type() == Type::s32 ? static_cast<const void*>(codes_.data()) : numbers_.data());
    executor.run();
  }
  const Entry& one;
  const Shape shape;
  const int64_t rows = static_cast<int64_t>(stored().at("rows").as_double());

 private:
  std::vector<float> numbers_;
  std::vector<int32_t> codes_;
};

TEST_P(EveryStoredLayer, ATrainingStepIsTheSame) {
  SCOPED_TRACE(one.at("layer").word());
  const TracedNetwork step = traced(true);
  Graph& graph = *step.graph;
  const Value y = step.outputs.at("output");
  Value penalty = graph.constant(0);
  for (const Value each : step.scope->penalties) penalty = penalty + each;
  for (const Value sum : step.scope->row_penalties) penalty = penalty + sum / static_cast<double>(rows);
  Values by, wanted{y, penalty};
  std::vector<std::string> names;
  for (const Parameter& p : graph.parameters)
    if (p.trainable) by.push_back(p.value), names.push_back(p.name);
  const bool of_x = !one.at("by_x").items().empty();
  if (of_x) by.push_back(step.inputs.at("x"));
  for (const Value gradient : gradients(reduce(square(y), {}) + penalty, by)) wanted.push_back(gradient);
  graph.seal();
  States states;
  put(graph, one.at("weights"), one.at("states"), states);
  const auto executor = make_executor("cpu", graph, wanted, rows, states, {.threads = 1, .updates = true});
  run(step, *executor);
  const auto numbers = [&](size_t k) { return static_cast<const float*>(executor->data(wanted[k])); };
  expect_near(numbers(0), one.at("y"), "y");
  const auto expected = static_cast<float>(one.at("penalty").as_double());
  EXPECT_NEAR(*numbers(1), expected, 1e-5 * std::max(1.0F, expected));
  for (size_t k = 0; k < names.size(); ++k) expect_near(numbers(k + 2), one.at("gradients").at(names[k]), names[k]);
  if (of_x) expect_near(numbers(names.size() + 2), one.at("by_x"), "derivative by x");
  for (const State& state : graph.states)
    expect_near(states.find(state.name)->floats(), one.at("after").at(state.name), state.name);
}

TEST_P(EveryStoredLayer, PredictionIsTheSame) {
  SCOPED_TRACE(one.at("layer").word());
  const TracedNetwork answer = traced(false);
  EXPECT_TRUE(answer.scope->penalties.empty() && answer.scope->row_penalties.empty());
  const Value y = answer.outputs.at("output");
  States states;
  put(*answer.graph, one.at("weights"), one.at("states"), states);
  const auto executor = make_executor("cpu", *answer.graph, {y}, rows, states, {.threads = 1});
  run(answer, *executor);
  expect_near(static_cast<const float*>(executor->data(y)), one.at("predicted"), "y");
}

INSTANTIATE_TEST_SUITE_P(Keras, EveryStoredLayer, ::testing::Range<size_t>(0, stored().at("layers").items().size()));

TEST(KerasConstraints, BringWeightsBackAlike) {
  for (const Entry& one : stored().at("constraints").items()) {
    SCOPED_TRACE(one.at("constraint").word());
    Graph graph;
    const Value weight = graph.input("weight", shape_of(one.at("shape")), Type::f32, false);
    const Value back = registry<Constraint>().make(yaml_of(one.at("constraint"))).constrained(weight);
    States states;
    const auto executor = make_executor("cpu", graph, {back}, 1, states, {.threads = 1});
    const std::vector<float> fed = floats(one.at("weight"));
    executor->bind(weight, fed.data());
    executor->run();
    expect_near(static_cast<const float*>(executor->data(back)), one.at("becomes"), "weight");
  }
}

// In one batch, and in two whose gradients are added: each row's share of a penalty comes with its batch.
TEST(KerasTraining, PenaltiesAndConstraintsReachTheWeights) {
  const Entry& one = stored().at("training");
  Layers layers;
  for (const Entry& layer : one.at("layers").items()) layers.push_back(Form<Layer>::make(yaml_of(layer)));
  const TrainTarget target{.spec = {.name = "y", .width = 1}};
  const TrainRows rows{.inputs = {testing::floats("x", {3}, floats(one.at("x")))},
                       .targets = {testing::floats("y", {1}, floats(one.at("target")))}};
  const Network network =
      Architecture(layers)
          .build({.inputs = {{.name = "x", .shape = {3}}}, .targets = {target.spec}, .rows = rows.targets[0].rows})
          .network;
  const TracedNetwork traced = trace(network);
  for (const int64_t batches : {1, 2}) {
    SCOPED_TRACE(batches);
    TrainOptions options;
    options.epochs = static_cast<int64_t>(one.at("steps").as_double());
    options.batch_size = rows.targets[0].rows / batches;
    options.accumulate = batches;
    options.optimizer = Sgd{.learning_rate = one.at("rate").as_double()};
    options.loss.chosen = MeanSquaredError{};
    States states;
    put(*traced.graph, one.at("before"), Entry::map(), states);
    const History history = train(network, {target}, rows, nullptr, options, {.threads = 1, .quiet = true}, states);
    EXPECT_NEAR(history.epochs[0].at("loss"), one.at("first_loss").as_double(), 1e-5);
    for (const auto& [name, tensor] : weights_of(*traced.graph, states))
      expect_near(reinterpret_cast<const float*>(tensor.bytes.data()), one.at("after").at(name), name);
  }
}

}  // namespace
}  // namespace plumb
