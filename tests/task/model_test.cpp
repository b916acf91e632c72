// The C++ face: the same numbers as the task file that says the same, saving, messages.
#include "plumb/task/model.h"

#include <gtest/gtest.h>

#include <sstream>

#include "plumb/data/idx.h"
#include "plumb/evaluate/accuracy.h"
#include "plumb/model/layers/conv2d.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/model/layers/max_pooling2d.h"
#include "plumb/task/read_task.h"
#include "plumb/task/runner.h"
#include "plumb/train/losses/sparse_categorical_crossentropy.h"
#include "plumb/train/optimizers/adam.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

const auto digits = testing::source_dir() / "examples/digits";

Dataset read_digits(const std::string& part) {
  return read(Idx{.images = (digits / (part + "-images.idx3.gz")).string(),
                  .labels = (digits / (part + "-labels.idx1.gz")).string()},
              {.target = "label"});
}

Sequential seed_network() {
  const Padding same = Padding::same;
  return Sequential({Conv2D{.filters = 32, .kernel_size = {3, 3}, .activation = relu, .padding = same},
                     MaxPooling2D{{2, 2}},
                     Conv2D{.filters = 64, .kernel_size = {3, 3}, .activation = relu, .padding = same},
                     MaxPooling2D{{2, 2}}, Flatten{}, Dense{10, softmax}});
}

TEST(Model, TheTaskFileAndTheProgramGiveTheSameNumbers) {
  const testing::ScratchFolder folder;
  const Task task = read_task((digits / "task.yaml").string(), {"train.epochs=2", "split.valid=0"});
  const RunResult run = train_task(task, {.runs = folder.path(), .quiet = true});

  Sequential model = seed_network();
  model.compile({.optimizer = Adam{}, .loss = SparseCategoricalCrossentropy{}, .metrics = {Accuracy{}}});
  const History history = model.fit(read_digits("train"), {.epochs = 2, .seed = 1, .quiet = true});
  ASSERT_EQ(history.epochs.size(), run.history.epochs.size());
  EXPECT_EQ(history.epochs.back().at("loss"), run.history.epochs.back().at("loss"));
  EXPECT_EQ(model.evaluate(read_digits("test"))["accuracy"], run.reports.front().scores.front().value);
}

TEST(Model, WhatIsSavedAnswersTheSame) {
  const testing::ScratchFolder folder;
  Sequential model = seed_network();
  const Dataset test = read_digits("test");
  model.fit(test, {.epochs = 1, .quiet = true});
  model.save(folder / "digits.plumb");
  Model loaded = Model::load(folder / "digits.plumb");
  EXPECT_EQ(loaded.predict(test.table).front().values, model.predict(test.table).front().values);
  EXPECT_EQ(loaded.summary(), model.summary());
}

TEST(Model, AsksForWhatIsMissing) {
  Sequential model = seed_network();
  EXPECT_THROW(model.evaluate(read_digits("test")), Error);
  EXPECT_THROW(read_csv("no_such_file.csv", {.target = "x"}), Error);
}

TEST(Run, AStoppedRunGoesOnToTheSameNumbers) {
  const testing::ScratchFolder folder;
  const std::string task = (digits / "task.yaml").string();
  const RunResult whole = train_task(read_task(task, {"train.epochs=80"}), {.runs = folder / "whole", .quiet = true});

  const std::string words =
      testing::program() + " train " + task +
      " --set train.epochs=80 --runs stopped & pid=$!; for i in $(seq 600); do "
      "[ -e stopped/digits-1/task.yaml ] && break; sleep 0.02; done; sleep 0.4; kill -TERM $pid; wait $pid";
  const auto stopped = testing::shell(folder.path(), words);
  if (std::filesystem::exists(folder / "stopped/digits-1/metrics.json"))
    GTEST_SKIP() << "the training ended before it was stopped";
  EXPECT_EQ(stopped.code, 0) << stopped.err;
  EXPECT_NE(stopped.err.find("plumb resume stopped/digits-1"), std::string::npos) << stopped.err;
  const auto resumed = testing::plumb(folder.path(), "resume stopped/digits-1 --json");
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(testing::content(folder / "stopped/digits-1/weights.safetensors"),
            testing::content(whole.folder / "weights.safetensors"));
}

}  // namespace
}  // namespace plumb
