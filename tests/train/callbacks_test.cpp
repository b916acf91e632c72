// Callbacks by the files that they leave, and the parts of a step that are seen from outside.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "plumb/core/safetensors.h"
#include "plumb/engine/weights.h"
#include "plumb/evaluate/accuracy.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/train/callbacks/csv_logger.h"
#include "plumb/train/callbacks/model_checkpoint.h"
#include "plumb/train/callbacks/tensorboard.h"
#include "plumb/train/event_file.h"
#include "plumb/train/optimizers/adam.h"
#include "plumb/train/optimizers/sgd.h"
#include "plumb/train/train_rows.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

struct SmallRun {
  TrainTarget target = testing::ring_target(2);
  TrainRows rows = testing::rings(120, 2, 1);
  Network network = Architecture(Layers{Dense{4, tanh}})
                        .build({.inputs = {{.name = "x", .shape = {2}}}, .targets = {target.spec}, .rows = 120})
                        .network;
  TrainOptions options = {};
  TrainSettings settings = {};
  States states = {};
  explicit SmallRun(const std::string& name = "") {
    options.epochs = 4;
    settings.quiet = true;
    settings.metrics = {Accuracy{}};
    if (name.empty()) return;
    settings.folder = std::filesystem::temp_directory_path() / ("plumb_callbacks_" + name);
    std::filesystem::remove_all(settings.folder);
  }
  History operator()() { return train(network, {target}, rows, &rows, options, settings, states); }
};

TEST(CsvLogger, WritesALineAnEpoch) {
  SmallRun run("csv");
  run.options.callbacks = {CsvLogger{}};
  const History history = run();
  const std::string csv = read_file(run.settings.folder / "history.csv");
  EXPECT_TRUE(csv.starts_with("epoch,learning_rate,loss,seconds,valid_accuracy,valid_loss\n1,")) << csv;
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 5);
  EXPECT_NE(csv.find("," + shortest(history.epochs[3].at("valid_loss")) + "\n"), std::string::npos);
}

TEST(Tensorboard, BeginsAnewWhereItsFileIsGone) {
  SmallRun run("tensorboard");
  run.options.callbacks = {Tensorboard{}};
  run.settings.resume = true;
  run.settings.stop_after = 9;  // in the third epoch of four updates
  run();
  const Path folder = run.settings.folder / "tensorboard";
  std::filesystem::remove_all(folder);
  run.settings.stop_after = 0;
  run();
  std::vector<Path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder)) files.push_back(file.path());
  ASSERT_EQ(files.size(), 1U);
  const std::string bytes = read_file(files[0]), version = record_of(event_file_version(0));
  ASSERT_GT(bytes.size(), version.size());
  EXPECT_EQ(bytes.substr(0, 8), version.substr(0, 8)) << "a whole first record, not a hole of zeros";
  EXPECT_NE(bytes.find("valid_accuracy"), std::string::npos);
}

TEST(ModelCheckpoint, KeepsTheBestOnly) {
  SmallRun run("best");
  run.options.optimizer = Sgd{.learning_rate = 2};  // wanders about
  run.options.epochs = 12;
  run.options.callbacks = {ModelCheckpoint{}, ModelCheckpoint{.best_only = false, .file = "epoch-{epoch}.safetensors"}};
  const History history = run();
  size_t best = 0;
  for (size_t i = 0; i < history.epochs.size(); ++i)
    if (history.epochs[i].at("valid_loss") < history.epochs[best].at("valid_loss")) best = i;
  EXPECT_EQ(read_file(run.settings.folder / "best.safetensors"),
            read_file(run.settings.folder / fmt::format("epoch-{}.safetensors", best + 1)));
  const Safetensors last = read_safetensors(run.settings.folder / "epoch-12.safetensors");
  EXPECT_EQ(last.tensors.at("dense/kernel").shape, (Shape{2, 4}));
}

TEST(Log, HasALineAnEpoch) {
  SmallRun run("log");
  const History history = run();
  const std::string log = read_file(run.settings.folder / "log.jsonl");
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 4);
  const Entry first = parse_json(log.substr(0, log.find('\n')), "log");
  EXPECT_EQ(first.at("loss").as_double(), history.epochs[0].at("loss"));
}

TEST(Step, ClippedGradientsBoundASgdStep) {
  // From zero, one step of plain descent with rate 1 moves the weights by the gradient.
  for (const bool norm : {true, false}) {
    SmallRun run;
    run.options.optimizer = Sgd{.learning_rate = 1};
    run.options.epochs = 1;
    run.options.batch_size = 120;
    (norm ? run.options.clip_norm : run.options.clip_value) = 0.01;
    SmallRun unclipped;
    unclipped.options = run.options;
    unclipped.options.clip_norm = unclipped.options.clip_value = {};
    States before;
    initialise(*trace(run.network).graph, before, 0);
    run();
    unclipped();
    const States::Tensor &p = before.all.at("parameters"), &q = run.states.all.at("parameters"),
                         &r = unclipped.states.all.at("parameters");
    double length = 0, largest = 0, free_length = 0;
    for (int64_t i = 0; i < count(p.shape); ++i) {
      const double moved = static_cast<double>(q.floats()[i]) - static_cast<double>(p.floats()[i]);
      length += moved * moved;
      largest = std::max(largest, std::abs(moved));
      free_length += std::pow(r.floats()[i] - p.floats()[i], 2);
    }
    EXPECT_GT(std::sqrt(free_length), 0.02);
    if (norm)
      EXPECT_NEAR(std::sqrt(length), 0.01, 1e-5);
    else
      EXPECT_NEAR(largest, 0.01, 1e-6);
  }
}

TEST(Step, ClassesBalanced) {
  const TargetSpec target{.name = "ring", .labels = {"a", "b"}};
  const TrainRows rows{.inputs = {}, .targets = {testing::codes("ring", {0, 0, 0, 1})}, .weights = {1, 2, 1, 1}};
  EXPECT_EQ(weights_for(target, rows, {.balanced = true}), (std::vector<float>{4 / 6.0F, 8 / 6.0F, 4 / 6.0F, 2}));
  EXPECT_EQ(weights_for(target, rows, {.by_label = {{"b", 5}}}), (std::vector<float>{1, 2, 1, 5}));
}

TEST(Step, AugmentationSeesEveryRowOnceAnEpoch) {
  SmallRun run;
  std::map<int64_t, std::vector<int64_t>> seen;
  run.settings.augment = [&](const BatchView& view) {
    EXPECT_EQ(view.input, "x");
    for (size_t i = 0; i < view.rows.size(); ++i) {
      const auto* own = reinterpret_cast<const float*>(run.rows.inputs[0].row(view.rows[i]));
      EXPECT_EQ(static_cast<float*>(view.data)[2 * i], own[0]);
      static_cast<float*>(view.data)[2 * i] = 0;
      seen[view.epoch].push_back(view.rows[i]);
    }
  };
  run();
  ASSERT_EQ(seen.size(), 4U);
  EXPECT_NE(seen[0], seen[1]);
  for (auto& [epoch, rows] : seen) {
    std::sort(rows.begin(), rows.end());
    for (size_t i = 0; i < 120; ++i) EXPECT_EQ(rows[i], static_cast<int64_t>(i));
  }
  // What was changed is what was learned from: the first input was 0 throughout, so its weights never moved.
  States before;
  initialise(*trace(run.network).graph, before, 0);
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(run.states.all.at("parameters").floats()[i], before.all.at("parameters").floats()[i]);
}

}  // namespace
}  // namespace plumb
