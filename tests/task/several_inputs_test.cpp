// Several inputs in one task: images beside columns of a table, texts beside columns of a table. What is learned needs
// both; trained by `model: auto` and by branches, asked by the bundle, in ONNX Runtime.
#include <gtest/gtest.h>

#include "plumb/core/random.h"
#include "plumb/deploy/agreement.h"
#include "plumb/deploy/onnx.h"
#include "plumb/task/answering.h"
#include "plumb/task/read_task.h"
#include "plumb/task/run_folder.h"
#include "plumb/task/runner.h"
#include "plumb/task/use_model.h"
#include "tests/support/onnx_runtime.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

class SeveralInputs : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;

  /// Grey pictures (PGM files) with a bright half on the left or right, and two columns: which half counts is said by a
  /// category, and how bright it must be by a number.
  void put_pictures(const std::string& name, int rows, uint64_t seed) {
    Random random(seed, "pictures");
    std::string csv = "scan,side,limit,sick\n";
    for (int i = 0; i < rows; ++i) {
      const auto left = static_cast<int>(random.below(200)), right = static_cast<int>(random.below(200));
      std::string pixels = "P5\n8 8\n255\n";
      for (int at = 0; at < 64; ++at)
        pixels += static_cast<char>((at % 8 < 4 ? left : right) + static_cast<int>(random.below(20)));
      const std::string file = fmt::format("{}-{}.pgm", name, i);
      testing::put(folder / file, pixels);
      const bool counts_left = random.uniform() < 0.5;
      const double limit = random.uniform(60, 140);
      csv += fmt::format("{},{},{:.1f},{}\n", file, counts_left ? "left" : "right", limit,
                         (counts_left ? left : right) > limit ? "yes" : "no");
    }
    testing::put(folder / (name + ".csv"), csv);
  }

  /// Remarks with a kind or an unkind word among others, and a number: praise counts where the number is high.
  void put_remarks(const std::string& name, int rows, uint64_t seed) {
    Random random(seed, "remarks");
    std::string csv = "remark,stays,returns\n";
    for (int i = 0; i < rows; ++i) {
      const bool kind = random.uniform() < 0.5;
      const double stays = random.uniform(-1, 1);
      std::string remark;
      const auto words = 3 + random.below(6), place = random.below(words);
      for (uint64_t w = 0; w < words; ++w)
        remark += w == place ? (kind ? "lovely " : "awful ") : fmt::format("word{} ", random.below(40));
      csv += fmt::format("\"{}\",{:.3f},{}\n", remark, stays, kind && stays > -0.2 ? "yes" : "no");
    }
    testing::put(folder / (name + ".csv"), csv);
  }

  void expect_learns(const std::string& task, double accuracy) {
    testing::put(folder / "task.yaml", task);
    const RunResult run =
        train_task(read_task((folder / "task.yaml").string()), {.runs = folder / "runs", .quiet = true});
    const Evaluation evaluation = evaluate_model(run.folder, (folder / "new.csv").string());
    EXPECT_EQ(evaluation.reports.front().scores.front().name, "accuracy");
    EXPECT_GT(evaluation.reports.front().scores.front().value, accuracy);

    Answering answering = open_model(run.folder);
    EXPECT_GE(answering.trained().network.inputs.size(), 2U) << "one input is left out";
    const Dataset rows = read_rows(answering.trained(), (folder / "new.csv").string(), false);
    const std::vector<Answer> answers = answering(rows.table);
    const auto bundle =
        testing::plumb(folder.path(), "export '" + run.folder.string() + "' --to bundle --output model.plumb");
    ASSERT_EQ(bundle.code, 0) << bundle.err;
    EXPECT_EQ(open_model(folder / "model.plumb")(rows.table).front().values, answers.front().values);
    REQUIRE_ONNX_RUNTIME();
    const Trained& trained = answering.trained();
    const auto outputs =
        testing::run_in_onnx_runtime({{onnx_model(trained), onnx_inputs(trained, raw_columns(trained, rows.table))}});
    EXPECT_TRUE(compare(answers, onnx_answers(trained, outputs.at(0))).within());
  }
};

/// A task of scans whose other inputs have these branches.
std::string beside_scans(const std::string& branches) {
  return R"(
data: rows.csv
target: sick
seed: 2
inputs: {scan: image}
model:
  branches:
    scan: [{conv2d: {filters: 4, kernel_size: 3, activation: relu}}, flatten, {dense: {units: 8, activation: relu}}]
)" + branches +
         R"(  layers: [{dense: {units: 32, activation: relu}}, {dense: {units: 16, activation: relu}}]
train: {optimizer: {adam: {learning_rate: 0.01}}, epochs: 40}
evaluate: [accuracy]
)";
}

TEST_F(SeveralInputs, ImagesBesideATable) {
  put_pictures("rows", 500, 1);
  put_pictures("new", 150, 2);
  expect_learns(beside_scans(R"(    "*": [{dense: {units: 8, activation: relu}}]
)"),
                0.85);
}

TEST_F(SeveralInputs, ANumberAndACategoryHaveBranchesOfTheirOwn) {
  put_pictures("rows", 500, 1);
  put_pictures("new", 150, 2);
  expect_learns(beside_scans(R"(    limit: [{dense: {units: 4, activation: relu}}]
    side: [{embedding: {output_dim: 2}}]
)"),
                0.85);
}

TEST_F(SeveralInputs, AColumnThatStepsMadeOthersOfIsNoInput) {
  put_pictures("rows", 20, 1);
  testing::put(folder / "task.yaml",
               "data: rows.csv\ntarget: sick\ninputs: {scan: ignore}\n"
               "model: {branches: {side: [{dense: 4}], limit: [], \"*\": []}}\n");
  const auto check = testing::plumb(folder.path(), "train task.yaml");
  EXPECT_EQ(check.code, 2);
  EXPECT_NE(check.err.find("\"side\" is no input, because the steps make other columns of it"), std::string::npos)
      << check.err;
}

TEST_F(SeveralInputs, ImagesBesideATableByThemselves) {
  put_pictures("rows", 500, 1);
  put_pictures("new", 150, 2);
  expect_learns(
      "data: rows.csv\ntarget: sick\nseed: 2\ninputs: {scan: image}\ntrain: {optimizer: {adam: {learning_rate: "
      "0.005}}, "
      "epochs: 30}\nevaluate: [accuracy]\n",
      0.7);
}

TEST_F(SeveralInputs, TextsBesideATable) {
  put_remarks("rows", 600, 1);
  put_remarks("new", 150, 2);
  expect_learns(R"(
data: rows.csv
target: returns
seed: 2
inputs: {remark: {text: {min_count: 1, length: 10}}}
train: {optimizer: {adam: {learning_rate: 0.01}}, epochs: 30}
evaluate: [accuracy]
)",
                0.9);
}

}  // namespace
}  // namespace plumb
