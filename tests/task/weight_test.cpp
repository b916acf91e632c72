// Weights of rows: what they do in training and in metrics, that they are no input, and which are refused.
#include <gtest/gtest.h>

#include "plumb/task/run_folder.h"
#include "plumb/task/task_data.h"
#include "plumb/task/use_model.h"
#include "tests/task/small_run.h"

namespace plumb {
namespace {

class Weights : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;

  static int times(int row) { return 1 + (row * 3) % 3 + row % 2; }
  static std::string line(int row) {
    const int width = (row * 7) % 23, height = (row * 5) % 17;
    return fmt::format("{},{},{},{}", width, height, width + height + row % 4 > 19 ? "big" : "small",
                       2 * width - height + row % 5);
  }
  /// The same rows with weights, and without, each as often as it weighs. Parts are named, so that both are divided
  /// alike; the test rows lie in files of their own, too.
  void SetUp() override {
    std::string weighted = "width,height,kind,price,part,times\n", repeated = "width,height,kind,price,part\n";
    std::string test = repeated, repeated_test = repeated, weighted_test = weighted;
    for (int row = 0; row < 150; ++row) {
      const std::string all = line(row) + (row % 5 == 0 ? ",test" : row % 5 == 1 ? ",valid" : ",train");
      weighted += fmt::format("{},{}\n", all, times(row));
      if (row % 5 == 0) {
        test += all + "\n";
        weighted_test += fmt::format("{},{}\n", all, times(row));
      }
      for (int i = 0; i < times(row); ++i) {
        repeated += all + "\n";
        if (row % 5 == 0) repeated_test += all + "\n";
      }
    }
    testing::put(folder / "test.csv", test);
    testing::put(folder / "weighted_test.csv", weighted_test);
    testing::put(folder / "repeated_test.csv", repeated_test);
    testing::put(folder / "weighted.csv", weighted);
    testing::put(folder / "repeated.csv", repeated);
  }
  Task task(const std::string& data, const std::string& target, const std::string& more) const {
    testing::put(folder / "task.yaml",
                 "name: t\nseed: 2\nsplit: {column: part}\nmodel: [{dense: {units: 6, activation: tanh}}]\ndata: " +
                     data + "\ntarget: " + target + "\n" + more);
    return read_task((folder / "task.yaml").string());
  }
  std::map<std::string, double> scores(const Task& task) const {
    static int runs = 0;
    std::map<std::string, double> all;
    const RunResult run = train_task(task, {.runs = folder / std::to_string(++runs), .quiet = true});
    for (const Score& score : run.reports.front().scores) all[score.name] = score.value;
    return all;
  }
  std::string refused(const std::string& csv, const std::string& data, const std::string& file) const {
    testing::put(folder / file, csv);
    try {
      scores(task(data, "kind", "weight: times\ntrain: {epochs: 1}\n"));
    } catch (const Error& error) {
      return error.what();
    }
    return "nothing";
  }
};

TEST_F(Weights, ScoreAsRowsThatAreRepeated) {
  for (const auto& [target, metrics] :
       {std::pair("{kind: category}", "[accuracy, log_loss, f1, auc]"), {"{price: number}", "[rmse, mae, r2]"}}) {
    SCOPED_TRACE(target);
    const RunResult run =
        train_task(task("weighted.csv", target,
                        fmt::format("weight: times\ntrain: {{epochs: 3}}\nevaluate: {{metrics: {}}}\n", metrics)),
                   {.runs = folder / "runs", .quiet = true});
    const Evaluation repeated = evaluate_model(run.folder, (folder / "repeated_test.csv").string(), 1, "");
    const Evaluation of_file = evaluate_model(run.folder, (folder / "weighted_test.csv").string(), 1, "");
    const Evaluation once = evaluate_model(run.folder, (folder / "test.csv").string(), 1, "");  // no such column
    EXPECT_EQ(once.rows, 30);
    double apart = 0;
    for (size_t i = 0; i < run.reports.front().scores.size(); ++i) {
      const Score& weighted = run.reports.front().scores[i];
      EXPECT_NEAR(weighted.value, repeated.reports.front().scores[i].value, 1e-6) << weighted.name;
      EXPECT_NEAR(weighted.value, of_file.reports.front().scores[i].value, 1e-6) << weighted.name;
      apart = std::max(apart, std::abs(weighted.value - once.reports.front().scores[i].value));
    }
    EXPECT_GT(apart, 1e-3);  // the weights matter
  }
}

// A step learns from the sum of the weighted losses over the number of rows, and here from all rows at once: with a
// rate that makes up for the number, it goes where it goes with repeated rows.
TEST_F(Weights, TeachAsRowsThatAreRepeated) {
  int rows = 0, copies = 0;
  for (int row = 0; row < 150; ++row)
    if (row % 5 > 1) ++rows, copies += times(row);
  const auto learned = [&](const std::string& data, const std::string& more, double rate) {
    return scores(task(data, "kind",
                       fmt::format("inputs: {{width: number, height: number, price: ignore}}\nprepare: [min_max]\n"
                                   "train: {{epochs: 40, batch_size: 1000, optimizer: {{sgd: {{learning_rate: "
                                   "{}}}}}}}\nevaluate: {{metrics: [log_loss, auc]}}\n{}",
                                   rate, more)));
  };
  const auto repeated = learned("repeated.csv", "", 0.5);
  const auto weighted = learned("weighted.csv", "weight: times\n", 0.5 * rows / copies);
  const auto alike = learned("weighted.csv", "id: [times]\n", 0.5);
  EXPECT_NEAR(weighted.at("log_loss"), repeated.at("log_loss"), 1e-4);
  EXPECT_NEAR(weighted.at("auc"), repeated.at("auc"), 1e-6);
  EXPECT_GT(std::abs(alike.at("log_loss") - repeated.at("log_loss")), 1e-3);
}

TEST_F(Weights, OfZeroLeaveARowOutOfTheScores) {
  std::string zeros = "width,height,kind,part,times\n", without = zeros;
  for (int row = 0; row < 150; ++row) {
    const bool out = row % 5 == 0 && row % 3 == 0;
    const std::string all = line(row).substr(0, line(row).rfind(',')) +
                            (row % 5 == 0   ? ",test"
                             : row % 5 == 1 ? ",valid"
                                            : ",train") +
                            (out ? ",0\n" : ",1\n");
    zeros += all;
    if (!out) without += all;
  }
  testing::put(folder / "zeros.csv", zeros);
  testing::put(folder / "without.csv", without);
  const std::string more = "weight: times\ntrain: {epochs: 3}\nevaluate: {metrics: [accuracy, log_loss, f1, auc]}\n";
  const auto all = scores(task("zeros.csv", "kind", more));
  for (const auto& [name, value] : scores(task("without.csv", "kind", more))) EXPECT_NEAR(all.at(name), value, 1e-9);
}

TEST_F(Weights, AreNoInput) {
  const Task weighted = task("weighted.csv", "kind", "weight: times\ntrain: {epochs: 1}\n");
  const RunResult run = train_task(weighted, {.runs = folder / "runs", .quiet = true});
  const Trained trained = load_trained(run.folder);
  EXPECT_EQ(trained.schema.find("times"), nullptr);
  EXPECT_NE(trained.schema.find("width"), nullptr);
  testing::put(folder / "new.csv", "width,height,price\n3,4,5\n");  // neither the target nor a weight
  EXPECT_EQ(read_rows(trained, (folder / "new.csv").string(), false).rows(), 1);
  const Dataset rows = read((folder / "weighted.csv").string(), {.target = "kind", .weight = "times"});
  EXPECT_EQ(rows.not_inputs(), (std::vector<std::string>{"kind", "times"}));
}

TEST_F(Weights, ThatAreNoneAreRefusedWithFileAndRow) {
  const std::string head = "width,height,kind,part,times\n1,2,big,train,1\n2,3,small,valid,1\n";
  const std::string end = "1,2,big,test,1\n2,3,small,train,1\n";
  for (const char* stream : {"", ", stream: true"}) {
    SCOPED_TRACE(stream);
    const std::string file = (folder / "bad.csv").string(), data = std::string("{train: bad.csv") + stream + "}";
    const auto answer = [&](const std::string& row) { return refused(head + row + end, data, "bad.csv"); };
    EXPECT_EQ(answer("5,6,big,train,-1\n"),
              file + ": row 3: the weight \"times\" is -1; weights are numbers from 0, and 0 leaves a row out");
    EXPECT_EQ(answer("5,6,big,test,\n"),
              file + ": row 3: the weight \"times\" is missing; weights are numbers from 0, and 0 leaves a row out");
    EXPECT_EQ(answer("5,6,big,train,much\n"),
              file + ": column \"times\" holds category and cannot weigh rows; weights are numbers from 0");
  }
  testing::put(folder / "weighted_narrow.csv", head + end);
  EXPECT_EQ(refused("width,height,kind,part,times\n1,2,big,test,-2\n", "[weighted_narrow.csv, late.csv]", "late.csv"),
            (folder / "late.csv").string() +
                ": row 1: the weight \"times\" is -2; weights are numbers from 0, and 0 leaves a row out");

  const RunResult run = train_task(task("weighted.csv", "kind", "weight: times\ntrain: {epochs: 1}\n"),
                                   {.runs = folder / "runs", .quiet = true});
  const std::string file = (folder / "bad_test.csv").string();
  testing::put(file, "width,height,kind,price,times\n1,2,big,3,1\n2,3,small,4,-1\n");
  try {
    evaluate_model(run.folder, file, 1, "");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.what(),
              file + ": row 2: the weight \"times\" is -1; weights are numbers from 0, and 0 leaves a row out");
  }
}

}  // namespace
}  // namespace plumb
