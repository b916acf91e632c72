// A training that leaves the road says where, and keeps the last weights that were good.
#include "plumb/train/divergence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>

#include "plumb/core/safetensors.h"
#include "plumb/graph/operators.h"
#include "plumb/model/initializers/ones.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/dense.h"
#include "plumb/train/optimizers/adamw.h"
#include "plumb/train/optimizers/sgd.h"
#include "tests/support/program.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

/// Numbers at 0, where its gradient is none.
struct Root {
  static constexpr auto name = "root";
  static constexpr auto summary = "Roots of what is above 0.";
  static void describe(auto&, auto&) {}
  Value build(Scope&, Value x) const { return sqrt(relu(x)); }
};

/// A number to learn from two, with a learning rate to choose.
struct Task {
  TrainTarget target{.spec = {.name = "y"}};
  std::vector<float> points, values;
  Layers layers{Dense{8, relu}, Dense{8, relu}};
  TrainOptions options;
  TrainSettings settings;
  testing::ScratchFolder folder;
  States states;

  explicit Task(double learning_rate) {
    for (int i = 0; i < 64; ++i) {
      points.push_back(static_cast<float>(i % 7) / 3);
      points.push_back(static_cast<float>(i % 5) / 2);
      values.push_back(points[static_cast<size_t>(2 * i)] * 3 - points.back());
    }
    options.optimizer = Sgd{.learning_rate = learning_rate};
    options.batch_size = 16;
    options.epochs = 20;
    settings.seed = 7;
    settings.quiet = true;
    settings.folder = folder.path();
  }
  std::string run() {
    const TrainRows rows{.inputs = {testing::floats("x", {2}, points)}, .targets = {testing::floats("y", {1}, values)}};
    const Network network = Architecture(layers)
                                .build({.inputs = {{.name = "x", .shape = {2}}}, .targets = {target.spec}, .rows = 64})
                                .network;
    try {
      train(network, {target}, rows, nullptr, options, settings, states);
    } catch (const Error& error) {
      EXPECT_EQ(error.exit_code(), 2);
      return error.what();
    }
    return "";
  }
  bool weights_are_numbers() {
    const States::Tensor& weights = states.all.at("parameters");
    for (int64_t i = 0; i < count(weights.shape); ++i)
      if (!std::isfinite(weights.floats()[i])) return false;
    return true;
  }
};

TEST(Divergence, NamesEpochBatchAndLayerAndKeepsTheGoodWeights) {
  Task task(1e4);
  const std::string message = task.run();
  EXPECT_EQ(message.rfind("epoch ", 0), 0U) << message;
  EXPECT_NE(message.find(", batch "), std::string::npos) << message;
  EXPECT_NE(message.find("Try a smaller learning rate (now 1e+04)"), std::string::npos) << message;
  EXPECT_NE(message.find("last_good.safetensors"), std::string::npos) << message;
  EXPECT_TRUE(task.weights_are_numbers());
  const Safetensors kept = read_safetensors(task.folder / "last_good.safetensors");
  EXPECT_TRUE(kept.tensors.contains("dense/kernel"));
  for (const auto& [name, tensor] : kept.tensors)
    for (size_t i = 0; i < tensor.bytes.size() / 4; ++i)
      EXPECT_TRUE(std::isfinite(reinterpret_cast<const float*>(tensor.bytes.data())[i])) << name;
}

TEST(Divergence, TheSameRunFailsAtTheSamePlace) {
  Task first(1e4), second(1e4);
  second.settings.folder = first.settings.folder;
  EXPECT_EQ(first.run(), second.run());
}

TEST(Divergence, ABadCellIsNamedByItsRow) {
  Task task(0.01);
  task.points[2 * 41 + 1] = std::numeric_limits<float>::quiet_NaN();
  const std::string message = task.run();
  EXPECT_NE(message.find("\"x\" holds nan in train row 42"), std::string::npos) << message;
  EXPECT_TRUE(task.weights_are_numbers());
}

TEST(Divergence, AnOverflowNamesTheFirstLayerThatHasIt) {
  Task task(0.01);
  const Dense sum{.units = 8, .activation = relu, .kernel_initializer = Ones{}};
  task.layers = Layers{sum, sum};
  for (float& point : task.points) point *= 5e37F;  // the first layer still bears it, the second does not
  const std::string message = task.run();
  EXPECT_NE(message.find("the first layer with a bad output is dense_1 (inf; the outputs before it reach"),
            std::string::npos)
      << message;
}

TEST(Divergence, AnOverflowOfTheLossAloneNamesTheLayerOfTheLargestOutput) {
  Task task(0.01);
  for (float& point : task.points) point *= 1e30F;  // every layer bears it; its square, the loss, does not
  const std::string message = task.run();
  EXPECT_NE(message.find("all layers answer with numbers, but the loss made of them is none: the largest is "),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("e+30, of dense"), std::string::npos) << message;
}

TEST(Divergence, AGradientThatIsNoneNamesTheLastLayerThatHasIt) {
  Task task(0.01);
  task.layers = Layers{Dense{8, relu}, Dense{8, relu}, Root{}, Dense{8, relu}};
  const std::string message = task.run();
  EXPECT_NE(message.find("all layers answer with numbers, but the gradient of dense_1/"), std::string::npos) << message;
  EXPECT_TRUE(task.weights_are_numbers());
}

TEST(Divergence, OfSeveralBatchesOfAnUpdateTheBadOneIsLookedAt) {
  Task task(0.01);
  task.options.accumulate = 4;
  task.points[2 * 41 + 1] = std::numeric_limits<float>::quiet_NaN();
  for (task.settings.seed = 1; task.settings.seed < 5; ++task.settings.seed) {
    task.states = {};
    const std::string message = task.run();
    EXPECT_NE(message.find("\"x\" holds nan in train row 42"), std::string::npos) << message;
  }
}

// As of a training whose weights are too large for a copy.
TEST(Divergence, WithoutACopyTheSameIsSaidAndKept) {
  const Dense sum{.units = 8, .activation = relu, .kernel_initializer = Ones{}};
  const std::vector<std::function<void(Task&)>> changes{
      [](Task& task) { task.options.optimizer = Sgd{.learning_rate = 1e4}; },
      [&](Task& task) {
        task.layers = Layers{sum, sum};
        for (float& point : task.points) point *= 5e37F;
      },
      [&](Task& task) {
        task.layers = Layers{sum, sum};
        task.points[2 * 41 + 1] *= 5e37F;
        task.options.accumulate = 4;
      },
      [](Task& task) {
        for (float& point : task.points) point *= 1e30F;
      }};
  for (const auto& change : changes) {
    Task with(0.01), without(0.01);
    change(with);
    change(without);
    without.settings.folder = with.settings.folder;
    without.settings.largest_copy = 0;
    const std::string message = with.run();
    EXPECT_EQ(message, without.run());
    EXPECT_NE(message.find("last_good.safetensors"), std::string::npos) << message;
    const States::Tensor &a = with.states.all.at("parameters"), &b = without.states.all.at("parameters");
    EXPECT_EQ(std::memcmp(a.data.get(), b.data.get(), a.bytes()), 0) << message;
  }
}

// What was before such an update is gone then.
TEST(Divergence, WithoutACopyAGradientThatIsNoneIsSeenInTheDataOrTheWeights) {
  Task data(0.01), root(0.01);
  for (Task* task : {&data, &root}) task->settings.largest_copy = 0;
  data.points[2 * 41 + 1] = std::numeric_limits<float>::quiet_NaN();  // which relu hides from the loss
  const std::string of_data = data.run();
  EXPECT_NE(of_data.find("\"x\" holds nan in train row 42"), std::string::npos) << of_data;
  root.layers = Layers{Dense{8, relu}, Dense{8, relu}, Root{}, Dense{8, relu}};
  const std::string of_root = root.run();
  EXPECT_NE(of_root.find("the gradient of dense_1/"), std::string::npos) << of_root;
  EXPECT_NE(of_root.find(" was none"), std::string::npos) << of_root;
}

TEST(Divergence, HoldingBadUpdatesBackChangesNoGoodOnes) {
  for (const int64_t accumulate : {1, 3}) {
    Task with(0.01), without(0.01);
    for (Task* task : {&with, &without}) {
      task->options.optimizer = AdamW{};
      task->options.accumulate = accumulate;
      task->layers = Layers{Dense{8, relu}, BatchNormalization{}, Dense{8, relu}};
    }
    without.settings.largest_copy = 0;
    EXPECT_EQ(with.run(), "");
    EXPECT_EQ(without.run(), "");
    for (const auto& [name, tensor] : with.states.all)
      EXPECT_EQ(std::memcmp(tensor.data.get(), without.states.all.at(name).data.get(), tensor.bytes()), 0) << name;
  }
}

TEST(Divergence, IsIgnoredWhereItShall) {
  Task task(1e4);
  task.options.on_nan = OnNan::ignore;
  task.options.epochs = 3;
  EXPECT_EQ(task.run(), "");
  task.settings.resume = true;  // such a checkpoint can be read, too
  EXPECT_EQ(task.run(), "");
}

TEST(Divergence, ALargeLossThatFallsIsNone) {
  EXPECT_FALSE(diverged(1e9, 2e9));
  EXPECT_FALSE(diverged(5, 1e-9));
  EXPECT_TRUE(diverged(2e6, 0.7));
  EXPECT_TRUE(diverged(std::numeric_limits<double>::infinity(), 1));
}

}  // namespace
}  // namespace plumb
