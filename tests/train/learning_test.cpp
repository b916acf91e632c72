// How layers learn: frozen ones, slower ones, one after the other; which weights answer; batches of as many of each
// class.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "plumb/core/files.h"
#include "plumb/engine/weights.h"
#include "plumb/evaluate/accuracy.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/train/callbacks/ema.h"
#include "plumb/train/callbacks/gradual_unfreezing.h"
#include "plumb/train/callbacks/swa.h"
#include "plumb/train/optimizers/adamw.h"
#include "plumb/train/optimizers/lookahead.h"
#include "plumb/train/optimizers/sam.h"
#include "plumb/train/optimizers/schedule_free_adamw.h"
#include "plumb/train/optimizers/sgd.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

using Weights = std::map<std::string, std::vector<float>>;

class Learning : public ::testing::Test {
 protected:
  TrainTarget target = testing::ring_target(2);
  TrainRows rows = testing::rings(120, 2, 1);
  TrainOptions options = {};
  TrainSettings settings = {.threads = 1, .quiet = true};

  Network network(const Layers& layers) {
    return Architecture(layers)
        .build({.inputs = {{.name = "x", .shape = {2}}}, .targets = {target.spec}, .rows = 120})
        .network;
  }
  Weights weights(const Network& network, States& states) {
    const TracedNetwork traced = trace(network);
    Weights all;
    for (const auto& [name, tensor] : weights_of(*traced.graph, states)) {
      const auto* first = reinterpret_cast<const float*>(tensor.bytes.data());
      all[name].assign(first, first + count(tensor.shape));
    }
    return all;
  }
  Weights before(const Network& network) {
    States states;
    const TracedNetwork traced = trace(network);
    initialise(*traced.graph, states, settings.seed);
    return weights(network, states);
  }
  Weights after(const Network& network) {
    States states;
    train(network, {target}, rows, &rows, options, settings, states);
    return weights(network, states);
  }
};

TEST_F(Learning, AFrozenLayerStaysAsItIsToTheBit) {
  const Network net = network({Layer(Dense{8, tanh}).with({.trainable = false}),
                               Layer(BatchNormalization{}).with({.trainable = false}), Dense{4, tanh}});
  options.optimizer = AdamW{.learning_rate = 0.05, .weight_decay = 0.5};
  options.epochs = 3;
  const Weights first = before(net), last = after(net);
  for (const auto& [name, values] : first) {
    const bool frozen = name.starts_with("dense/") || name.starts_with("batch_normalization/");
    EXPECT_EQ(values == last.at(name), frozen) << name;
  }
}

TEST_F(Learning, NothingToLearnIsAnError) {
  const Network all =
      Network({.name = "x", .shape = {2}}, {Layer(Dense{1, sigmoid}).with({.trainable = false})}, "ring");
  States states;
  EXPECT_THROW(train(all, {target}, rows, nullptr, options, settings, states), Error);
}

TEST_F(Learning, AFactorOfABlockIsThatOfItsLayersAndIsStored) {
  const Layer slow =
      Form<Layer>::make(parse_json(R"({"dense": {"units": 3, "rate_factor": 0.5, "trainable": true}})", ""));
  const Entry written = slow.write();
  EXPECT_EQ(written.at("dense").at("rate_factor").as_double(), 0.5);
  EXPECT_EQ(written.at("dense").find("trainable"), nullptr) << "only what says something is written";
  EXPECT_EQ(to_json(Form<Layer>::make(written).write()), to_json(written));
  const Network stored = Network::read(network({slow}).write());
  EXPECT_EQ(stored.points.front().layer.shared.rate_factor, 0.5);
  options.optimizer = ScheduleFreeAdamW{};
  States states;
  EXPECT_THROW(train(stored, {target}, rows, nullptr, options, settings, states), Error) << "no rate to be a factor of";
}

TEST_F(Learning, UnfreezingGoesFromTheHeadTowardsTheInputs) {
  const Network net = network({Dense{8, tanh}, Dense{4, tanh}});
  options.optimizer = Sgd{.learning_rate = 0.1};
  options.callbacks = {GradualUnfreezing{.epochs = 2}};
  const Weights first = before(net);
  const std::vector<std::pair<int64_t, int>> learning{{1, 1}, {2, 1}, {3, 2}, {4, 2}, {5, 3}};
  for (const auto& [epochs, layers] : learning) {
    options.epochs = epochs;
    const Weights last = after(net);
    const std::vector<std::string> names{"dense_2/kernel", "dense_1/kernel", "dense/kernel"};
    for (size_t i = 0; i < names.size(); ++i)
      EXPECT_EQ(first.at(names[i]) != last.at(names[i]), static_cast<int>(i) < layers)
          << names[i] << " after " << epochs;
  }
}

/// A training that is stopped between and within epochs ends with the same bits.
TEST_F(Learning, EveryAverageIsResumedToTheSameBits) {
  const Network net = network({Dense{8, tanh}, BatchNormalization{}, Dropout{.rate = 0.2}});
  const std::vector<std::pair<Optimizer, std::vector<Callback>>> kinds{
      {AdamW{.learning_rate = 0.02}, {Ema{.decay = 0.9}}},
      {AdamW{.learning_rate = 0.02}, {Swa{.start = 0.3}}},
      {AdamW{.learning_rate = 0.02}, {GradualUnfreezing{}}},
      {ScheduleFreeAdamW{.learning_rate = 0.02}, {}},
      {Lookahead{}, {Ema{}}},
      {Sam{.optimizer = Sgd{.learning_rate = 0.1}}, {}},
  };
  options.epochs = 6;
  options.batch_size = 16;
  for (const auto& [optimizer, callbacks] : kinds) {
    SCOPED_TRACE(optimizer.name());
    options.optimizer = optimizer;
    options.callbacks = callbacks;
    settings.folder.clear();
    const Weights whole = after(net);
    settings.folder = std::filesystem::temp_directory_path() / "plumb_learning_resumed";
    std::filesystem::remove_all(settings.folder);
    for (const int64_t stop : {5, 16, 19, 40, 0}) {  // eight updates an epoch
      TrainSettings part = settings;
      part.resume = true;
      part.stop_after = stop;
      States states;
      train(net, {target}, rows, &rows, options, part, states);
      if (stop == 0) {
        EXPECT_EQ(weights(net, states), whole);
      }
    }
  }
}

TEST_F(Learning, ValidationSeesTheAverage) {
  const Network net = network({Dense{8, tanh}});
  options.optimizer = Sgd{.learning_rate = 3};  // wanders about
  options.epochs = 8;
  const auto losses = [&] {
    States states;
    std::vector<double> all;
    for (const auto& epoch : train(net, {target}, rows, &rows, options, settings, states).epochs)
      all.push_back(epoch.at("valid_loss"));
    return all;
  };
  const std::vector<double> plain = losses();
  options.callbacks = {Ema{.decay = 0.95}};
  const std::vector<double> average = losses();
  double steps_of_plain = 0, steps_of_average = 0;
  for (size_t i = 1; i < plain.size(); ++i) {
    steps_of_plain += std::abs(plain[i] - plain[i - 1]);
    steps_of_average += std::abs(average[i] - average[i - 1]);
  }
  EXPECT_LT(steps_of_average, 0.5 * steps_of_plain);
}

TEST(BalancedBatches, HaveAsManyOfEachClassAndUseUpTheRows) {
  std::vector<int32_t> labels(60, 0);
  std::fill(labels.begin() + 50, labels.end(), 1);
  Batches batches({testing::codes("y", labels)}, {.batch_size = 10, .shuffle = true, .seed = 3, .classes = labels});
  std::set<int64_t> seen;
  std::vector<int64_t> order;
  for (batches.start(0); batches.next();) {
    const auto* y = static_cast<const int32_t*>(batches.data(0));
    EXPECT_EQ(std::count(y, y + 10, 1), 5);
    for (size_t i = 0; i < 10; ++i) EXPECT_EQ(y[i], labels[static_cast<size_t>(batches.chosen()[i])]);
    seen.insert(batches.chosen().begin(), batches.chosen().end());
    order.insert(order.end(), batches.chosen().begin(), batches.chosen().end());
  }
  EXPECT_EQ(std::count_if(seen.begin(), seen.end(), [](int64_t row) { return row >= 50; }), 10);
  EXPECT_EQ(std::count_if(seen.begin(), seen.end(), [](int64_t row) { return row < 50; }), 30);
  batches.resume({0, 3});
  batches.next();
  EXPECT_TRUE(std::equal(batches.chosen().begin(), batches.chosen().end(), order.begin() + 30));
}

}  // namespace
}  // namespace plumb
