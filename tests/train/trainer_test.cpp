// The loop: it learns, the same seed gives the same bits, a stopped run goes on to the same bits.

#include "plumb/train/trainer.h"

#include <gtest/gtest.h>

#include <cstring>

#include "plumb/evaluate/accuracy.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/model/regularizers/l2.h"
#include "plumb/train/callbacks/csv_logger.h"
#include "plumb/train/callbacks/early_stopping.h"
#include "plumb/train/callbacks/model_checkpoint.h"
#include "plumb/train/callbacks/terminate_on_nan.h"
#include "plumb/train/checkpoints.h"
#include "plumb/train/interrupt.h"
#include "plumb/train/losses/mean_squared_error.h"
#include "plumb/train/optimizers/adam.h"
#include "plumb/train/optimizers/sgd.h"
#include "plumb/train/predictor.h"
#include "plumb/train/schedules/on_plateau.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

using testing::ring_target;
using testing::rings;

const InputSpec plane{.name = "x", .shape = {2}};

Network network_for(const TrainTarget& target, const Layers& layers) {
  return Architecture(layers).build({.inputs = {plane}, .targets = {target.spec}, .rows = 100}).network;
}

TrainOptions options_of(int64_t epochs) {
  TrainOptions options;
  options.optimizer = Adam{.learning_rate = 0.01};
  options.epochs = epochs;
  options.batch_size = 32;
  return options;
}

TrainSettings quiet() {
  TrainSettings settings;
  settings.seed = 7;
  settings.quiet = true;
  settings.metrics = {Accuracy{}};
  return settings;
}

std::string bytes_of(const States& states) {
  std::string all;
  for (const auto& [name, tensor] : states.all)
    all += name + std::string(reinterpret_cast<const char*>(tensor.data.get()), tensor.bytes());
  return all;
}

Path fresh_folder(const std::string& name) {
  const Path folder = std::filesystem::temp_directory_path() / ("plumb_" + name);
  std::filesystem::remove_all(folder);
  return folder;
}

class Learns : public ::testing::TestWithParam<int> {};

TEST_P(Learns, RingsOfSoManyClasses) {
  const TrainTarget target = ring_target(GetParam());
  const TrainRows train_rows = rings(1000, GetParam(), 1), valid_rows = rings(300, GetParam(), 2);
  const Network network = network_for(target, {Dense{32, relu}, Dense{32, relu}});
  States states;
  const History history = train(network, {target}, train_rows, &valid_rows, options_of(30), quiet(), states);
  ASSERT_EQ(history.epochs.size(), 30U);
  EXPECT_LT(history.epochs.back().at("loss"), history.epochs.front().at("loss") / 2);
  EXPECT_GT(history.epochs.back().at("valid_accuracy"), 0.9);
}
INSTANTIATE_TEST_SUITE_P(Classes, Learns, ::testing::Values(2, 3));

TEST(Trainer, PredictorGivesTheSameForAnyNumberOfRows) {
  const TrainTarget target = ring_target(3);
  const TrainRows rows = rings(300, 3, 1);
  const Network network = network_for(target, {Dense{16, relu}});
  auto states = std::make_shared<States>();
  train(network, {target}, rows, nullptr, options_of(3), quiet(), *states);
  const auto whole = Predictor(network, states, {.batch_size = 300})(rows.inputs).at("ring");
  const auto parts = Predictor(network, states, {.batch_size = 7})(rows.inputs).at("ring");
  ASSERT_EQ(whole.size(), 900U);
  for (size_t i = 0; i < whole.size(); ++i) EXPECT_NEAR(whole[i], parts[i], 1e-6);
}

/// Dropout, batch statistics, a remainder of rows, a schedule and callbacks with a memory.
struct Everything {
  TrainTarget target = ring_target(3);
  TrainRows rows = rings(205, 3, 1), valid = rings(100, 3, 2);
  Network network = network_for(target, {Dense{.units = 16, .activation = {}, .use_bias = false}, BatchNormalization{},
                                         Dropout{0.2}, Dense{16, relu}});
  TrainOptions options = options_of(4);
  TrainSettings settings = quiet();
  explicit Everything(const Path& folder = {}) {
    settings.folder = folder;
    options.schedule = OnPlateau{.factor = 0.5, .patience = 0};
    options.callbacks = {EarlyStopping{.patience = 10}, CsvLogger{}, ModelCheckpoint{}};
  }
  History run(States& states) const { return train(network, {target}, rows, &valid, options, settings, states); }
};

TEST(Trainer, SameSeedSameBits) {
  States first, second, other;
  const Everything run;
  run.run(first);
  run.run(second);
  EXPECT_EQ(bytes_of(first), bytes_of(second));
  Everything another;
  another.settings.seed = 8;
  another.run(other);
  EXPECT_NE(bytes_of(first), bytes_of(other));
}

/// Asks to stop after so many updates, as Ctrl-C would.
struct StopAt {
  int64_t step = 0;
  static constexpr auto name = "stop_at";
  static constexpr auto summary = "Asks to stop.";
  static void describe(auto&, auto&) {}
  void step_ended(Training& training) const {
    if (training.step == step) request_stop();
  }
};

class Resumes : public ::testing::TestWithParam<int64_t> {};

TEST_P(Resumes, ToTheSameBits) {
  const Path whole_folder = fresh_folder("whole"), part_folder = fresh_folder("part");
  Everything whole(whole_folder), part(part_folder);
  whole.options.callbacks.emplace_back(StopAt{-1});
  part.options.callbacks.emplace_back(StopAt{GetParam()});
  States reference, before, after;
  const History expected = whole.run(reference);
  EXPECT_TRUE(part.run(before).interrupted);
  part.settings.resume = true;
  const History history = part.run(after);  // from the file alone
  EXPECT_FALSE(history.interrupted);
  EXPECT_EQ(bytes_of(after), bytes_of(reference));
  ASSERT_EQ(history.epochs.size(), expected.epochs.size());
  for (size_t i = 0; i < history.epochs.size(); ++i)
    for (const auto& [name, value] : expected.epochs[i])
      EXPECT_TRUE(name == "seconds" || history.epochs[i].at(name) == value) << name << " of epoch " << i;
  // A third call finds everything done.
  States again;
  part.run(again);
  EXPECT_EQ(bytes_of(again), bytes_of(reference));
}
INSTANTIATE_TEST_SUITE_P(AfterStep, Resumes,
                         ::testing::Values(3, 7, 15));  // within an epoch and at its end (7 updates)

TEST(Trainer, TheBestEpochIsKeptHoweverRarelyOneIsSaved) {
  const Path folder = fresh_folder("best");
  Everything run(folder);
  run.options.checkpoint = {.every = {Interval::Unit::steps, 5}, .keep = 1};  // an epoch has 7
  run.settings.stop_after = 27;                                               // in the fourth
  States states;
  const History history = run.run(states);
  ASSERT_EQ(history.epochs.size(), 3U);
  const auto loss = [&](size_t epoch) { return history.epochs[epoch].at("valid_loss"); };
  const size_t best = loss(0) < loss(1) ? (loss(0) < loss(2) ? 0 : 2) : (loss(1) < loss(2) ? 1 : 2);
  std::vector<std::string> names;
  for (const Path& file : checkpoints_in(folder / "checkpoints")) names.push_back(file.filename().string());
  EXPECT_EQ(names, (std::vector<std::string>{fmt::format("step-{:012}.safetensors", 7 * (best + 1)),
                                             "step-000000000027.safetensors"}));
}

TEST(Trainer, ACheckpointOfAnotherTrainingIsRefused) {
  const Path folder = fresh_folder("other");
  Everything run(folder);
  States states, others;
  run.run(states);
  run.settings.resume = true;
  run.options.batch_size = 16;
  try {
    run.run(others);
    FAIL() << "went on with other options";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("belongs to a training with another network"), std::string::npos);
  }
}

TEST(Trainer, AccumulatedBatchesEqualOneLargeBatch) {
  const TrainTarget target = ring_target(3);
  const TrainRows rows = rings(200, 3, 1);
  const Layer hidden = Dense{.units = 8, .activation = tanh, .kernel_regularizer = L2{0.01}};
  const Network network = network_for(target, {hidden.with({.activity_regularizer = L2{0.02}})});
  TrainOptions large = options_of(3), small = options_of(3);
  large.optimizer = small.optimizer = Sgd{.learning_rate = 0.1, .momentum = 0.9};
  large.batch_size = 64;
  small.batch_size = 16;
  small.accumulate = 4;
  large.clip_norm = small.clip_norm = 0.5;
  States one, four;
  const History a = train(network, {target}, rows, nullptr, large, quiet(), one);
  const History b = train(network, {target}, rows, nullptr, small, quiet(), four);
  for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(a.epochs[i].at("loss"), b.epochs[i].at("loss"), 1e-5);
  const States::Tensor &p = one.all.at("parameters"), &q = four.all.at("parameters");
  for (int64_t i = 0; i < count(p.shape); ++i) EXPECT_NEAR(p.floats()[i], q.floats()[i], 1e-5);
}

TEST(Trainer, WeightsOfRowsCountLikeRepeatedRows) {
  const TrainTarget target = ring_target(2);
  TrainRows weighted = rings(16, 2, 1), repeated = weighted;
  weighted.weights.assign(16, 1);
  weighted.weights[3] = 0;
  // A row of weight 0 changes nothing: with it and with another one in its place the weights end alike.
  TrainRows other = weighted;
  std::vector<float> points(static_cast<const float*>(weighted.inputs[0].data.get()),
                            static_cast<const float*>(weighted.inputs[0].data.get()) + 32);
  points[6] = 100;
  other.inputs[0] = testing::floats("x", {2}, points);
  const Network network = network_for(target, {Dense{4, tanh}});
  States a, b, c;
  train(network, {target}, weighted, nullptr, options_of(2), quiet(), a);
  train(network, {target}, other, nullptr, options_of(2), quiet(), b);
  train(network, {target}, repeated, nullptr, options_of(2), quiet(), c);
  EXPECT_EQ(bytes_of(a), bytes_of(b));
  EXPECT_NE(bytes_of(a), bytes_of(c));
}

TEST(Trainer, EarlyStoppingTakesBackTheBest) {
  Everything run;
  run.options.epochs = 50;
  run.options.optimizer = Adam{.learning_rate = 0.3};  // so large that it gets worse soon
  run.options.callbacks = {EarlyStopping{.patience = 2}};
  auto states = std::make_shared<States>();
  const History history = run.run(*states);
  EXPECT_LT(history.epochs.size(), 50U);
  EXPECT_NE(history.stopped.find("valid_loss was best in epoch"), std::string::npos) << history.stopped;
  double best = 1e30;
  for (const auto& epoch : history.epochs) best = std::min(best, epoch.at("valid_loss"));
  const auto output = Predictor(run.network, states)(run.valid.inputs).at("ring");
  const auto* codes = static_cast<const int32_t*>(run.valid.targets[0].data.get());
  double loss = 0;
  for (size_t i = 0; i < 100; ++i) loss -= std::log(static_cast<double>(output[i * 3 + static_cast<size_t>(codes[i])]));
  EXPECT_NEAR(loss / 100, best, 1e-4);
}

TEST(Trainer, TerminatesOnNan) {
  const TrainTarget target{.spec = {.name = "y"}};
  TrainRows rows{.inputs = {testing::floats("x", {2}, std::vector<float>(64, 1e30F))},
                 .targets = {testing::floats("y", {1}, std::vector<float>(32, 1))}};
  TrainOptions options = options_of(5);
  options.callbacks = {TerminateOnNan{}};
  States states;
  const History history = train(network_for(target, {}), {target}, rows, nullptr, options, quiet(), states);
  EXPECT_NE(history.stopped.find("try a smaller learning_rate"), std::string::npos) << history.stopped;
}

TEST(Trainer, SeveralTargetsWithWeightedLosses) {
  const TrainTarget ring = ring_target(2), sum{.spec = {.name = "sum"}};
  TrainRows rows = rings(400, 2, 1);
  const auto* x = static_cast<const float*>(rows.inputs[0].data.get());
  std::vector<float> sums;
  for (int i = 0; i < 400; ++i) sums.push_back(x[2 * i] + x[2 * i + 1]);
  rows.targets.push_back(testing::floats("sum", {1}, sums));
  const Network network = Architecture(Layers{Dense{32, relu}})
                              .build({.inputs = {plane}, .targets = {ring.spec, sum.spec}, .rows = 400})
                              .network;
  TrainOptions options = options_of(30);
  options.loss_weights = {{"sum", 2.0}};
  States states;
  const History history = train(network, {ring, sum}, rows, &rows, options, quiet(), states);
  const auto& last = history.epochs.back();
  EXPECT_LT(last.at("valid_sum_loss"), 0.02);
  EXPECT_GT(last.at("valid_ring_accuracy"), 0.85);
  EXPECT_NEAR(last.at("valid_loss"), last.at("valid_ring_loss") + 2 * last.at("valid_sum_loss"), 1e-9);
}

TEST(Trainer, MistakesAreNamed) {
  const TrainTarget target = ring_target(2);
  const TrainRows rows = rings(50, 2, 1);
  const auto error_of = [&](const TrainOptions& options) -> std::string {
    States states;
    try {
      train(network_for(target, {Dense{4, relu}}), {target}, rows, nullptr, options, quiet(), states);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  TrainOptions options = options_of(1);
  options.loss = MeanSquaredError{};
  EXPECT_NE(error_of(options).find("the target is a class"), std::string::npos) << error_of(options);
  options = options_of(1);
  options.class_weights.by_label = {{"rign0", 2}};
  EXPECT_NE(error_of(options).find("did you mean \"ring0\""), std::string::npos) << error_of(options);
  options = options_of(1);
  options.callbacks = {EarlyStopping{}};
  EXPECT_NE(error_of(options).find("without valid rows"), std::string::npos) << error_of(options);
}

}  // namespace
}  // namespace plumb
