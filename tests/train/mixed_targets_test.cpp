// Rows that are mixed in pairs are learned with both their targets.
#include "plumb/train/mixed_targets.h"

#include <gtest/gtest.h>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/train/optimizers/sgd.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

constexpr int64_t n = 24;

Network network_for(const TargetSpec& target) {
  return Architecture(Layers{Dense{5, tanh}})
      .build({.inputs = {{.name = "x", .shape = {2}}}, .targets = {target}, .rows = n})
      .network;
}

/// The weights after some full batches.
std::vector<float> weights_after(const TrainTarget& target, const TrainRows& rows, const BatchChange& change,
                                 int64_t accumulate = 1, const ClassWeights& class_weights = {}) {
  const Network network = network_for(target.spec);
  TrainOptions options;
  options.optimizer = Sgd{.learning_rate = 0.3};
  options.epochs = 10;
  options.batch_size = rows.targets[0].rows / accumulate;
  options.accumulate = accumulate;
  options.class_weights = class_weights;
  TrainSettings settings{.seed = 3, .quiet = true, .augment = change};
  States states;
  train(network, {target}, rows, nullptr, options, settings, states);
  const States::Tensor& parameters = states.all.at("parameters");
  return {parameters.floats(), parameters.floats() + count(parameters.shape)};
}

/// With whom a train row is mixed, and how much of it stays its own.
int64_t other_of(int64_t row) { return (row + 5) % n; }
float own_of(int64_t row) { return 0.1F + 0.03F * static_cast<float>(row); }

/// Leaves the inputs, and says that the targets are to be mixed.
BatchChange mixing() {
  BatchChange change([](const BatchView& batch) {
    for (size_t i = 0; i < batch.rows.size(); ++i) {
      const auto other = std::find(batch.rows.begin(), batch.rows.end(), other_of(batch.rows[i]));
      batch.others[i] = other - batch.rows.begin();
      batch.own[i] = own_of(batch.rows[i]);
    }
  });
  change.mixes = true;
  return change;
}

/// The same as a set without mixing: each row twice, with either target, weighted by its share. Twice the rows halve
/// the mean, so weights are twice the shares.
TrainRows both_ways(const TrainRows& rows, const std::vector<float>& weights) {
  std::vector<float> points;
  std::vector<int32_t> labels;
  TrainRows result;
  const auto* x = static_cast<const float*>(rows.inputs[0].data.get());
  const auto* y = static_cast<const int32_t*>(rows.targets[0].data.get());
  for (int64_t row = 0; row < n; ++row)
    for (const bool other : {false, true}) {
      const int64_t from = other ? other_of(row) : row;
      points.insert(points.end(), {x[2 * row], x[2 * row + 1]});
      labels.push_back(y[from]);
      const float weight = weights.empty() ? 1 : weights[static_cast<size_t>(from)];
      result.weights.push_back(2 * weight * (other ? 1 - own_of(row) : own_of(row)));
    }
  result.inputs = {testing::floats("x", {2}, points)};
  result.targets = {testing::codes("ring", labels)};
  return result;
}

void expect_near(const std::vector<float>& got, const std::vector<float>& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], 2e-5) << i;
}

TEST(MixedTargets, AreLearnedBothByTheirShares) {
  for (const int classes : {2, 3}) {
    const TrainTarget target = testing::ring_target(classes);
    const TrainRows rows = testing::rings(n, classes, 4);
    const auto expected = weights_after(target, both_ways(rows, {}), {});
    expect_near(weights_after(target, rows, mixing()), expected);
    EXPECT_NE(weights_after(target, rows, {}), expected);
  }
}

TEST(MixedTargets, BringTheirWeights) {
  const TrainTarget target = testing::ring_target(2);
  TrainRows rows = testing::rings(n, 2, 4);
  for (int64_t row = 0; row < n; ++row) rows.weights.push_back(0.2F + 0.1F * static_cast<float>(row));
  expect_near(weights_after(target, rows, mixing()), weights_after(target, both_ways(rows, rows.weights), {}));
}

TEST(MixedTargets, AllTheirOwnIsNoMixing) {
  const TrainTarget target = testing::ring_target(3);
  const TrainRows rows = testing::rings(n, 3, 4);
  BatchChange all_own([](const BatchView& batch) { std::fill(batch.own.begin(), batch.own.end(), 1.0F); });
  all_own.mixes = true;
  expect_near(weights_after(target, rows, all_own, 2, {.balanced = true}),
              weights_after(target, rows, {}, 2, {.balanced = true}));
}

}  // namespace
}  // namespace plumb
