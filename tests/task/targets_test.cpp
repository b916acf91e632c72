// Targets that are more than a class or a number, from the file to answers: sets of labels in a cell or in columns,
// ordered classes, several quantiles. Trained, scored, predicted, and in ONNX Runtime.
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

class Targets : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;

  /// Points of the plane with what depends on them: a set, the same in columns, an order, a number with wider noise
  /// to the right.
  void put_rows(const std::string& name, int rows, uint64_t seed) {
    Random random(seed, "targets");
    std::string csv = "x,y,places,is_right,is_top,size,grade,price,amount\n";
    for (int i = 0; i < rows; ++i) {
      const double x = random.uniform(-1, 1), y = random.uniform(-1, 1), noise = random.uniform(-1, 1);
      const bool right = x > 0, top = y > 0;
      const std::string places = right && top ? "right; top" : right ? "right" : top ? "top" : "";
      const char* size = x + y < -0.6 ? "small" : x + y < 0.5 ? "medium" : "large";
      csv += fmt::format("{:.4f},{:.4f},{},{},{},{},{},{:.4f},{:.2f}\n", x, y, places, right ? 1 : 0, top ? 1 : 0, size,
                         x + y < -0.6  ? 2
                         : x + y < 0.5 ? 5
                                       : 10,
                         3 * y + noise * (x + 1.2), std::exp(8 + 3 * x + y + 0.05 * noise));
    }
    testing::put(folder / name, csv);
  }
  /// `used`: those of the columns beside x and y that the target is made of.
  RunResult train(const std::string& target, const std::vector<std::string>& used, const std::string& more = "") {
    put_rows("rows.csv", 600, 1);
    put_rows("new.csv", 200, 2);
    std::string inputs;
    for (const char* column : {"places", "is_right", "is_top", "size", "grade", "price", "amount"})
      if (!contains_word(used, column)) inputs += fmt::format("{}{}: ignore", inputs.empty() ? "" : ", ", column);
    testing::put(folder / "task.yaml", "name: t\nseed: 4\ndata: rows.csv\ntarget: " + target + "\ninputs: {" + inputs +
                                           "}\nmodel: [{dense: {units: 16, activation: relu}}]\ntrain: {optimizer: "
                                           "{adam: {learning_rate: 0.02}}, epochs: 20" +
                                           more + "}\n");
    return train_task(read_task((folder / "task.yaml").string()), {.runs = folder / "runs", .quiet = true});
  }
  double score(const Path& run, const std::string& metric) {
    const Evaluation evaluation = evaluate_model(run, (folder / "new.csv").string());
    for (const Score& score : evaluation.reports.front().scores)
      if (score.name == metric) return score.value;
    ADD_FAILURE() << metric << " was not scored";
    return NAN;
  }
  std::string first_lines(const Path& run, const std::string& ending, int lines) {
    const std::string out = (folder / ("answers" + ending)).string();
    predict_rows(run, (folder / "new.csv").string(), out, format_of(out));
    const std::string all = testing::content(out);
    size_t end = 0;
    for (int i = 0; i < lines; ++i) end = all.find('\n', end) + 1;
    return all.substr(0, end);
  }
  /// The graph says the same as the program, in ONNX Runtime, raw rows in.
  void expect_same_in_onnx_runtime(const Path& run) {
    REQUIRE_ONNX_RUNTIME();
    Answering answering = open_model(run);
    const Dataset rows = read_rows(answering.trained(), (folder / "new.csv").string(), false);
    const Table raw = raw_columns(answering.trained(), rows.table);
    const auto outputs =
        testing::run_in_onnx_runtime({{onnx_model(answering.trained()), onnx_inputs(answering.trained(), raw)}});
    const std::vector<Answer> answers = answering(rows.table);
    const Agreement agreement = compare(answers, onnx_answers(answering.trained(), outputs.at(0)));
    EXPECT_TRUE(agreement.within()) << agreement.a << " and " << agreement.b;
    const auto wrong = wrong_call(answers, onnx_calls(answering.trained(), outputs.at(0)));
    EXPECT_FALSE(wrong) << wrong->ours << " and " << wrong->theirs;
  }
};

TEST_F(Targets, ASetInACell) {
  const RunResult run = train("{places: set}", {"places"});
  EXPECT_GT(score(run.folder, "subset_accuracy"), 0.9);
  EXPECT_LT(score(run.folder, "hamming"), 0.06);
  const std::string csv = first_lines(run.folder, ".csv", 1);
  EXPECT_EQ(csv, "places,probability_right,probability_top\n");
  const std::string all = first_lines(run.folder, ".csv", 60);
  EXPECT_NE(all.find("right;top,"), std::string::npos) << all;
  EXPECT_NE(
      first_lines(run.folder, ".jsonl", 60).find("{\"places\": [\"right\", \"top\"], \"probabilities\": {\"right\": "),
      std::string::npos);
  expect_same_in_onnx_runtime(run.folder);
}

TEST_F(Targets, ASetInColumnsWithALossForRareLabels) {
  const RunResult run = train("{where: {set: {columns: [is_right, is_top], separator: \"|\"}}}", {"is_right", "is_top"},
                              ", loss: asymmetric");
  EXPECT_GT(score(run.folder, "jaccard"), 0.8);
  EXPECT_NE(first_lines(run.folder, ".csv", 60).find("\nis_right|is_top,"), std::string::npos);
  expect_same_in_onnx_runtime(run.folder);
}

TEST_F(Targets, OrderedClassesInTheOrderThatIsGiven) {
  const RunResult run = train("{size: {ordinal: [small, medium, large]}}", {"size"});
  EXPECT_GT(score(run.folder, "accuracy"), 0.9);
  EXPECT_EQ(first_lines(run.folder, ".csv", 1), "size,probability_small,probability_medium,probability_large\n");
  const Trained trained = load_trained(run.folder);
  EXPECT_EQ(trained.network.points.back().layer.name(), "ordinal_probabilities");
  for (const Answer& answer : open_model(run.folder)(read_csv((folder / "new.csv").string(), {.target = "size"}).table))
    for (size_t row = 0; row < answer.rows(); ++row)
      EXPECT_NEAR(answer.values[3 * row] + answer.values[3 * row + 1] + answer.values[3 * row + 2], 1, 1e-5);
  expect_same_in_onnx_runtime(run.folder);
}

TEST_F(Targets, OrderedNumbersNeedNoOrder) {
  const RunResult run = train("{grade: ordinal}", {"grade"});
  EXPECT_GT(score(run.folder, "accuracy"), 0.9);
  EXPECT_EQ(first_lines(run.folder, ".csv", 1), "grade,probability_2,probability_5,probability_10\n");
}

TEST_F(Targets, ValuesJoinedToClassesInTheOrderThatIsGiven) {
  const RunResult run = train("{grade: {category: {classes: {some: [10, 5], none: [2]}}}}", {"grade"});
  EXPECT_GT(score(run.folder, "accuracy"), 0.95);
  EXPECT_EQ(first_lines(run.folder, ".csv", 1), "grade,probability_some,probability_none\n");
  expect_same_in_onnx_runtime(run.folder);
}

TEST_F(Targets, AmountsLearnedAsLogarithms) {
  const RunResult run =
      train("{amount: {number: {transform: log1p}}}", {"amount"}, "}\nevaluate: {metrics: [rmsle, r2]");
  EXPECT_LT(score(run.folder, "rmsle"), 0.15);
  EXPECT_GT(score(run.folder, "r2"), 0.9) << "answers must be in the unit of the file";
  EXPECT_EQ(load_trained(run.folder).targets.front().transform, TargetTransform::log1p);
  expect_same_in_onnx_runtime(run.folder);
}

TEST_F(Targets, SeveralQuantilesOfANumber) {
  const RunResult run = train("price", {"price"}, ", loss: {quantile: {quantiles: [0.1, 0.5, 0.9]}}");
  EXPECT_NEAR(score(run.folder, "coverage"), 0.8, 0.1);
  EXPECT_EQ(first_lines(run.folder, ".csv", 1), "price_q0.1,price_q0.5,price_q0.9\n");
  EXPECT_NE(first_lines(run.folder, ".jsonl", 1).find("{\"price\": {\"q0.1\": "), std::string::npos);
  expect_same_in_onnx_runtime(run.folder);
}

TEST_F(Targets, MistakesAreAnswered) {
  const std::pair<const char*, const char*> cases[] = {
      {"{size: ordinal}", "is ordinal and holds words"},
      {"{size: {ordinal: [small]}}", "needs the classes in their order"},
      {"{size: {ordinal: [small, large]}}", "size"},
      {"{places: {set: {separator: \"\"}}}", "separator"},
      {"{places: {set: {columns: [is_right]}}}", "one column is no set"},
      {"{far: {set: {columns: [is_right, price]}}}", "says 1 or 0 of its label"},
      {"{far: {set: {columns: [is_right, is_tpo]}}}", "did you mean \"is_top\"?"},
      {"{price: {number: {transform: log1p}}}", "log1p takes numbers above -1"},
      {"{price: {number: {transform: log}}}", "is not one of none, log1p"},
      {"{grade: {category: {classes: {low: [2], high: [5]}}}}", "is \"10\" in row"},
      {"{grade: {category: {classes: {low: [2], high: [2, 5]}}}}", "\"2\" is listed twice"},
      {"{grade: {category: {classes: {low: [2, 5, 10]}}}}", "needs two classes or more"},
      {"{places: {sets: {}}}", "is not one of category, number, ordinal, set"},
  };
  for (const auto& [target, message] : cases) {
    try {
      train(target, {"places", "is_right", "is_top", "size", "grade", "price", "amount"});
      ADD_FAILURE() << target << " was taken";
    } catch (const std::exception& error) {
      EXPECT_NE(std::string(error.what()).find(message), std::string::npos) << target << ": " << error.what();
    }
  }
  try {
    train("{places: set}", {"places"}, ", class_weights: balanced");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("loss: asymmetric"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace plumb
