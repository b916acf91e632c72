// A trial of "adding one thing touches no other file": one component of each sort, each in the file beside this one
// that bears its name and that nothing else knows. This program is linked with the contract tests, which find and check
// them like any other, and here they work from task files.

#include <gtest/gtest.h>

#include "plumb/core/random.h"
#include "plumb/task/export_model.h"
#include "plumb/task/init.h"
#include "plumb/task/read_task.h"
#include "plumb/task/runner.h"
#include "plumb/task/use_model.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

/// Points on both sides of a broad band: as a table, and in the format of the trial's own reader.
class Trial : public ::testing::Test {
 protected:
  Trial() {
    std::string csv = "x,y,side\n", lines;
    Random random(5, "points");
    for (int row = 0; row < 600; ++row) {
      const double x = random.uniform(-10, 10), y = random.uniform(-10, 10), place = x + 2 * y;
      const char* side = place > 6 ? "right" : place < -6 ? "left" : "between";
      csv += fmt::format("{:.3f},{:.3f},{}\n", x, y, side);
      lines += fmt::format("{} {:.3f} {:.3f} {}\n", row % 5 == 4 ? "test" : "train", x, y, side);
    }
    testing::put(folder / "points.csv", csv);
    testing::put(folder / "points.trial", lines);
  }
  std::optional<Task> read(const std::string& yaml, Problems& problems) const {
    return read_task_text(yaml, "trial.yaml", folder.path().string(), {}, problems);
  }
  RunResult train(const std::string& yaml) const {
    Problems problems;
    const auto task = read(yaml, problems);
    problems.raise();
    return train_task(*task, {.runs = folder / "runs", .threads = 1, .quiet = true});
  }
  testing::ScratchFolder folder;
};

// What a network is made of: a step, an operator in a layer, an activation, what begins, penalises and bounds weights.
constexpr auto of_layers = R"(
data: points.csv
target: side
prepare: [trial_share]
model:
  - dense: {units: 8, activation: trial_softsign, kernel_initializer: {trial_ramp: 2},
            kernel_regularizer: {trial_pull: 0.0001}, kernel_constraint: {trial_cap: 4}}
  - trial_bend: {strength: 0.5}
  - dense: {units: 3, activation: softmax}
train: {optimizer: {adam: {learning_rate: 0.05}}, epochs: 30, batch_size: 32}
evaluate: [accuracy, {trial_confident: {least: 0.6}}]
)";

// What stands around a network: reader, augmentation, the network's name, all of its training, the form it leaves in.
constexpr auto around_a_network = R"(
name: around
data: points.trial
target: side
augment: [{trial_shift: {most: 0.02}}]
model: {trial_narrow: {units: 6}}
train:
  loss: {trial_squares: {factor: 2}}
  optimizer: {trial_even: {learning_rate: 0.02}}
  schedule: {trial_sawtooth: {depth: 0.5}}
  callbacks: [trial_diary]
  epochs: 30
  batch_size: 32
evaluate: [accuracy]
deploy: [trial_card]
)";

TEST_F(Trial, TrainsFromATaskFileAndAnswersFromItsRun) {
  const RunResult run = train(of_layers);
  ASSERT_EQ(run.reports.size(), 1U);
  const auto& scores = run.reports[0].scores;
  ASSERT_EQ(scores.size(), 2U);
  EXPECT_GT(scores[0].value, 0.9) << scores[0].name;
  EXPECT_EQ(scores[1].name, "trial_confident");
  EXPECT_GT(scores[1].value, 0.8);

  const Evaluation again = evaluate_model(run.folder, "", 1);
  EXPECT_EQ(again.reports.at(0).scores.at(1).value, scores[1].value) << "the stored run answers as the trained one";

  // Checked against the run's rows before it is kept.
  EXPECT_TRUE(std::filesystem::exists(export_model(run.folder, registry<ExportTarget>().make("onnx")).file));
}

TEST_F(Trial, WhatStandsAroundANetworkTrainsToo) {
  const RunResult run = train(around_a_network);
  EXPECT_GT(run.reports.at(0).scores.at(0).value, 0.85);
  // 480 train rows less those of valid in batches of 32: the last of an epoch has about half of the rate left.
  const std::string diary = testing::content(run.folder / "diary.txt");
  EXPECT_TRUE(diary.starts_with("30 epochs, rate down to 0.010") || diary.starts_with("30 epochs, rate down to 0.011"))
      << diary;
  EXPECT_EQ(testing::content(run.folder / "around.card"), "x, y -> side\n");
  EXPECT_EQ(evaluate_model(run.folder, "", 1).reports.at(0).scores.at(0).value, run.reports[0].scores[0].value);
  const auto exported = export_model(run.folder, registry<ExportTarget>().make("trial_card"));
  EXPECT_NE(exported.text.find("rows are answered"), std::string::npos) << exported.text;
}

TEST_F(Trial, PartsThatOnlyItsReaderSeesAreTaken) {
  Problems problems;
  const auto task = read(around_a_network, problems);
  problems.raise();
  EXPECT_TRUE(task->data.divided());
  EXPECT_EQ(task->data.reason, (folder / "points.trial").string() + ": its lines say their parts");
  EXPECT_EQ(task->data.test.at(0).read({}).table.rows(), 120);

  const std::string written = init_task((folder / "points.trial").string(), {.target = "side"});
  EXPECT_NE(written.find("part: test"), std::string::npos) << written;
  const auto read_back = read(written, problems);
  problems.raise();
  EXPECT_EQ(read_back->data.train.at(0).read({}).table.rows(), 480);
}

TEST_F(Trial, MistakesInItsOptionsAreReportedLikeAnyOther) {
  struct Mistake {
    std::string task, right, wrong, message;
  };
  for (const auto& [task, right, wrong, message] : std::vector<Mistake>{
           {of_layers, "strength: 0.5", "strenght: 0.5", "did you mean \"strength\""},
           {of_layers, "trial_softsign", "trial_softsing", "did you mean \"trial_softsign\""},
           {of_layers, "trial_cap: 4", "trial_cap: -4", "must be above 0, got -4"},
           {around_a_network, "units: 6", "unit: 6", "did you mean \"units\""},
           {around_a_network, "depth: 0.5", "depth: 1.5", "must be between 0 and 1, got 1.5"},
           {around_a_network, "[trial_diary]", "[trial_dairy]", "did you mean \"trial_diary\""},
       }) {
    SCOPED_TRACE(wrong);
    std::string yaml = task;
    yaml.replace(yaml.find(right), right.size(), wrong);
    Problems problems;
    EXPECT_FALSE(read(yaml, problems));
    std::string all;
    for (const Problem& problem : problems.all()) all += problem.text() + "\n";
    EXPECT_NE(all.find(message), std::string::npos) << all;
  }
}

}  // namespace
}  // namespace plumb
