// `from_logits: true`: whether a head ends in its activation, gets it, or gives logits, the same is learned.

#include <gtest/gtest.h>

#include "plumb/graph/operators.h"
#include "plumb/graph/operators/mean_of_members.h"
#include "plumb/model/architecture.h"
#include "plumb/model/layers/dense.h"
#include "plumb/train/losses/binary_crossentropy.h"
#include "plumb/train/losses/categorical_crossentropy.h"
#include "plumb/train/losses/sparse_categorical_crossentropy.h"
#include "plumb/train/optimizers/sgd.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

using testing::ring_target;
using testing::rings;

using Head = Value (*)(Value);

/// The loss of 4 units behind a head, as a graph that can be compared.
std::string text_of(const Loss& loss, Head head, Type target) {
  Graph graph;
  const Value prediction = head(graph.input("z", {7, 4}));
  const Shape shape = target == Type::s32 ? Shape{7} : Shape{7, 4};
  loss.per_row({.prediction = prediction, .target = graph.input("y", shape, target)});
  graph.seal();
  return graph.text();
}

Value of_members(Value z) { return mean_of_members(split_dim(softmax(z), 0, {-1, 1})); }

TEST(FromLogits, BehindItsActivationItChangesNothing) {
  EXPECT_EQ(text_of(SparseCategoricalCrossentropy{.from_logits = true}, softmax, Type::s32),
            text_of(SparseCategoricalCrossentropy{}, softmax, Type::s32));
  EXPECT_EQ(text_of(SparseCategoricalCrossentropy{0.1, true}, softmax, Type::s32),
            text_of(SparseCategoricalCrossentropy{0.1, false}, softmax, Type::s32));
  EXPECT_EQ(text_of(CategoricalCrossentropy{.from_logits = true}, softmax, Type::f32),
            text_of(CategoricalCrossentropy{}, softmax, Type::f32));
  EXPECT_EQ(text_of(BinaryCrossentropy{.from_logits = true}, sigmoid, Type::f32),
            text_of(BinaryCrossentropy{}, sigmoid, Type::f32));
}

TEST(FromLogits, OtherProbabilitiesAreNoLogits) {
  EXPECT_EQ(text_of(SparseCategoricalCrossentropy{.from_logits = true}, sigmoid, Type::s32),
            text_of(SparseCategoricalCrossentropy{}, sigmoid, Type::s32));
  EXPECT_EQ(text_of(SparseCategoricalCrossentropy{.from_logits = true}, of_members, Type::s32),
            text_of(SparseCategoricalCrossentropy{}, of_members, Type::s32));
  EXPECT_EQ(text_of(BinaryCrossentropy{.from_logits = true}, softmax, Type::f32),
            text_of(BinaryCrossentropy{}, softmax, Type::f32));
}

/// The weights after a few steps, and the loss of the last epoch.
std::vector<float> trained(const Network& network, int classes, const Loss& loss) {
  TrainOptions options;
  options.optimizer = Sgd{.learning_rate = 0.1};
  options.loss = loss;
  options.epochs = 2;
  TrainSettings settings;
  settings.quiet = true;
  States states;
  const History history =
      train(network, {ring_target(classes)}, rings(100, classes, 1), nullptr, options, settings, states);
  const States::Tensor& weights = states.all.at("parameters");
  std::vector<float> all(weights.floats(), weights.floats() + count(weights.shape));
  all.push_back(static_cast<float>(history.epochs.back().at("loss")));
  return all;
}

const InputSpec plane{.name = "x", .shape = {2}};

void expect_one_training(const Layer& logits, const Layer& whole, int classes, const Loss& plain,
                         const Loss& from_logits) {
  const auto listed = [&](const Layer& last) {
    return Architecture(Layers{Dense{8, relu}, last})
        .build({.inputs = {plane}, .targets = {ring_target(classes).spec}, .rows = 100})
        .network;
  };
  const std::vector<float> expected = trained(listed(whole), classes, plain);
  EXPECT_EQ(trained(listed(whole), classes, from_logits), expected);
  EXPECT_EQ(trained(listed(logits), classes, plain), expected);
  EXPECT_EQ(trained(listed(logits), classes, from_logits), expected);
  EXPECT_EQ(trained(Network(plane, {Dense{8, relu}, logits}, "ring"), classes, from_logits), expected)
      << "a network of one's own that ends in logits";
}

TEST(FromLogits, AllWaysToSayItTrainTheSameWeights) {
  expect_one_training(Dense{3}, Dense{3, softmax}, 3, SparseCategoricalCrossentropy{},
                      SparseCategoricalCrossentropy{.from_logits = true});
  expect_one_training(Dense{3}, Dense{3, softmax}, 3, CategoricalCrossentropy{},
                      CategoricalCrossentropy{.from_logits = true});
  expect_one_training(Dense{1}, Dense{1, sigmoid}, 2, BinaryCrossentropy{}, BinaryCrossentropy{.from_logits = true});
  expect_one_training(Dense{2}, Dense{2, softmax}, 2, SparseCategoricalCrossentropy{},
                      SparseCategoricalCrossentropy{.from_logits = true});
}

}  // namespace
}  // namespace plumb
