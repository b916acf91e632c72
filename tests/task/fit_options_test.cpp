// What `Model::fit` is told reaches the training as the same words of a task file do.
#include <gtest/gtest.h>

#include "plumb/engine/bf16_support.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/prepare/standardize.h"
#include "plumb/task/model.h"
#include "plumb/task/read_task.h"
#include "plumb/task/runner.h"
#include "plumb/train/optimizers/adam.h"
#include "plumb/train/optimizers/sgd.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

class FitOptionsReach : public ::testing::Test {
 protected:
  FitOptionsReach() {
    std::string rows = "size,weight,kind\n";
    for (int i = 0; i < 120; ++i)
      rows += fmt::format("{},{},{}\n", (i * 7) % 23, (i * 5) % 17, (i * 7) % 23 + (i * 5) % 17 > 26 ? "big" : "small");
    testing::put(folder / "data.csv", rows);
    testing::put(
        folder / "task.yaml",
        fmt::format(
            "data: '{}'\ntarget: kind\nseed: 3\nsplit: {{valid: 0, test: 0.2}}\n"
            "model: [{{dense: {{units: 128, activation: relu}}}}, {{dense: {{units: 128, activation: relu}}}}]\n"
            "train: {{epochs: 3, batch_size: 32}}\n",
            (folder / "data.csv").string()));
  }

  Dataset train_rows() const {
    return read_csv((folder / "data.csv").string(), {.target = "kind"}).split({.valid = 0, .test = 0.2}, 3).at(0);
  }
  double loss_of_task(const std::vector<std::string>& settings) const {
    const Task task = read_task((folder / "task.yaml").string(), settings);
    return train_task(task, {.runs = folder / "runs", .quiet = true}).history.epochs.back().at("loss");
  }
  /// Trains as the task file does, but for what `options` say.
  static FitOptions as_the_task(FitOptions options) {
    options.epochs = 3;
    options.batch_size = 32;
    options.seed = 3;
    options.quiet = true;
    return options;
  }
  double loss_of_model(const FitOptions& options) const {
    Sequential model({Dense{128, relu}, Dense{128, relu}});
    return model.fit(train_rows(), as_the_task(options)).epochs.back().at("loss");
  }
  testing::ScratchFolder folder;
};

TEST_F(FitOptionsReach, WhatTheTaskFileSays) {
  std::vector<std::pair<std::string, FitOptions>> cases{{"clip_value=0.001", {.clip_value = 0.001}},
                                                        {"clip_norm=0.001", {.clip_norm = 0.001}},
                                                        {"accumulate=3", {.accumulate = 3}},
                                                        {"batches=balanced", {.batches = BatchOrder::balanced}}};
  if (cpu_has_bf16()) cases.push_back({"precision=bf16", {.precision = Precision::bf16}});
  const double plain = loss_of_model({});
  EXPECT_EQ(plain, loss_of_task({}));
  for (const auto& [setting, options] : cases) {
    const double loss = loss_of_model(options);
    EXPECT_EQ(loss, loss_of_task({"train." + setting})) << setting;
    EXPECT_NE(loss, plain) << setting;
  }
}

TEST_F(FitOptionsReach, OnNan) {
  Sequential model({Dense{128, relu}, Dense{128, relu}});
  model.compile({.optimizer = Sgd{.learning_rate = 1e30}});
  EXPECT_THROW(model.fit(train_rows(), as_the_task({})), Error);
  EXPECT_NO_THROW(model.fit(train_rows(), as_the_task({.on_nan = OnNan::ignore})));
}

TEST_F(FitOptionsReach, From) {
  Sequential first({Dense{128, relu}, Dense{128, relu}}), second({Dense{128, relu}, Dense{128, relu}});
  const Dataset rows = train_rows();
  first.fit(rows, as_the_task({}));
  first.save(folder / "first.plumb");
  second.compile({.optimizer = Adam{.learning_rate = 1e-30}});
  second.fit(rows, as_the_task({.from = WeightSource{.path = (folder / "first.plumb").string()}}));
  EXPECT_EQ(second.predict(rows.table).front().values, first.predict(rows.table).front().values);
}

TEST_F(FitOptionsReach, Checkpoint) {
  const auto kept = [&](const CheckpointOptions& checkpoint, const std::string& name) {
    loss_of_model({.checkpoint = checkpoint, .folder = folder / name});
    int files = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder / name / "checkpoints"))
      files += file.path().filename().string().starts_with("step-") ? 1 : 0;
    return files;
  };
  EXPECT_EQ(kept({.every = {.unit = Interval::Unit::steps, .amount = 1}, .keep = 4}, "often"), 4);
  EXPECT_LT(kept({}, "seldom"), 4);
}

TEST_F(FitOptionsReach, Deterministic) {
  const auto with = [&](int threads) {
    return loss_of_model({.threads = threads, .deterministic = Deterministic::any_threads});
  };
  EXPECT_EQ(with(1), with(2));
  EXPECT_EQ(with(1), loss_of_task({"deterministic=any_threads"}));
}

TEST_F(FitOptionsReach, ASequentialIsANetworkForAPipeline) {
  const Pipeline prepare{Standardize{}};
  const Sequential layers({Dense{128, relu}, Dense{128, relu}});
  Model joined(prepare, layers), listed(prepare, {Dense{128, relu}, Dense{128, relu}});
  joined.fit(train_rows(), as_the_task({}));
  listed.fit(train_rows(), as_the_task({}));
  EXPECT_EQ(joined.summary(), listed.summary());
  EXPECT_EQ(joined.predict(train_rows().table).front().values, listed.predict(train_rows().table).front().values);
}

}  // namespace
}  // namespace plumb
