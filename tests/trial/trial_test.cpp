// A trial of "adding one thing touches no other file": an operator, a layer, a step and a metric that only this file
// knows. This program is linked with the contract tests, which find and check them like any other, and they work from a
// task file. Beside it lie the cases of the step, as beside every step.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "plumb/core/random.h"
#include "plumb/evaluate/metric.h"
#include "plumb/graph/operators.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/prepare/selection.h"
#include "plumb/task/export_model.h"
#include "plumb/task/read_task.h"
#include "plumb/task/runner.h"
#include "plumb/task/use_model.h"
#include "tests/contract/layer_sample.h"

namespace plumb {
namespace {

// ---- An operator: (sqrt(x^2 + 1) - 1) / 2 + x, written in primitives; gradient, libtorch form and ONNX form follow.
const Operator& bent_op = define({
    .name = "trial_bent",
    .shape = [](const Node& n) { return n.in[0].shape(); },
    .decompose = [](const Node& n) { return (sqrt(square(n.in[0]) + 1) - 1) / 2 + n.in[0]; },
    .pointwise = true,
});

[[maybe_unused]] const bool operator_sampled =
    contract::sample("trial_bent", "both signs", [](contract::Inputs& in) { return apply(bent_op, {in.rows({19})}); });

// ---- A layer: a share of the operator for each feature, learned.
struct TrialBend {
  double strength = 1;

  static constexpr auto name = "trial_bend";
  static constexpr auto summary = "Bends each feature as far as it learns to.";
  static constexpr auto example = "trial_bend: {strength: 0.5}";
  static void describe(auto& self, auto& field) {
    field("strength", self.strength, "How far a weight of 1 bends.", above(0));
  }
  Value build(Scope& scope, Value x) const {
    require(x.rank() == 2, "needs rows of numbers, not {}", x.shape());
    const Value share = scope.parameter("share", {x.dim(1)}, Zeros{});
    return x + apply(bent_op, {x}) * expand(share, x, {.axes = {0}}) * strength;
  }
};
[[maybe_unused]] const bool layer_registered = registry<Layer>().add<TrialBend>();
[[maybe_unused]] const bool layer_sampled =
    contract::layer_sample("trial_bend: {strength: 0.5}", [](contract::Inputs& in) { return in.rows({5}); });

// ---- A step: numbers as shares of the largest of the train rows.
struct TrialShare {
  static constexpr auto name = "trial_share";
  static constexpr auto summary = "Numbers as shares of the largest of the train rows.";
  static constexpr auto example = "trial_share";
  static void describe(auto&, auto&) {}

  struct State {
    std::vector<std::string> columns = {};
    std::vector<double> largest = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are divided.");
      field("largest", self.largest, "What by.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const {
    State state;
    for (const auto& column : select(name, {}, train.chunks().at(0), context, fits_quantities)) {
      double largest = 0;
      for (const double x : present_numbers(train, column)) largest = std::max(largest, std::abs(x));
      state.columns.push_back(column);
      state.largest.push_back(largest > 0 ? largest : 1);
    }
    return state;
  }
  Table apply(const State& state, Table rows, const StepContext&) const {
    for (size_t i = 0; i < state.columns.size(); ++i) {
      auto numbers = rows.at(state.columns[i]).as_numbers();
      for (double& x : numbers) x /= state.largest[i];
      rows.set(state.columns[i], Column::numbers(std::move(numbers)));
    }
    return rows;
  }
  void emit(const State& state, onnx::Columns& columns) const {
    if (state.columns.empty()) return;
    columns.set_numbers(state.columns, columns.op("Div", {columns.numbers(state.columns), columns.row(state.largest)}));
  }
};
[[maybe_unused]] const bool step_registered = registry<Step>().add<TrialShare>();

// ---- A metric: the share of rows whose true class gets at least this probability.
struct TrialConfident {
  double least = 0.5;

  static constexpr auto name = "trial_confident";
  static constexpr auto summary = "Share of the rows whose true class gets at least some probability.";
  static constexpr auto example = "trial_confident: {least: 0.9}";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::classes;
  static void describe(auto& self, auto& field) { field("least", self.least, "The probability.", between(0, 1)); }
  Score score(const Predictions& predictions) const {
    double confident = 0, all = 0;
    for (int64_t row = 0; row < predictions.rows(); ++row) {
      all += predictions.weight(row);
      const int32_t truth = predictions.classes[static_cast<size_t>(row)];
      if (predictions.probability(row, truth) >= least) confident += predictions.weight(row);
    }
    return {.name = name, .value = confident / all};
  }
};
[[maybe_unused]] const bool metric_registered = registry<Metric>().add<TrialConfident>();

// ---- All of them in one task file.
class Folder {
 public:
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("plumb_trial_" + std::to_string(static_cast<long>(getpid())));
};

std::string points(int rows) {
  std::string csv = "x,y,side\n";
  Random random(5, "points");
  for (int row = 0; row < rows; ++row) {
    const double x = random.uniform(-10, 10), y = random.uniform(-10, 10);
    csv += fmt::format("{:.3f},{:.3f},{}\n", x, y, x + 2 * y > 0 ? "right" : "left");
  }
  return csv;
}

constexpr auto task_file = R"(
data: points.csv
target: side
prepare: [trial_share]
model: [{dense: {units: 8}}, {trial_bend: {strength: 0.5}}, {dense: {units: 2, activation: softmax}}]
train: {optimizer: {adam: {learning_rate: 0.05}}, epochs: 30, batch_size: 32}
evaluate: [accuracy, {trial_confident: {least: 0.6}}]
)";

TEST(Trial, TrainsFromATaskFileAndAnswersFromItsRun) {
  const Folder folder;
  write_file(folder.path / "points.csv", points(600));
  Problems problems;
  const auto task = read_task_text(task_file, "trial.yaml", folder.path.string(), {}, problems);
  problems.raise();
  const RunResult run = train_task(*task, {.runs = folder.path / "runs", .threads = 1, .quiet = true});
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

TEST(Trial, MistakesInItsOptionsAreReportedLikeAnyOther) {
  Problems problems;
  std::string wrong = task_file;
  wrong.replace(wrong.find("strength: 0.5"), 13, "strenght: 0.5");
  EXPECT_FALSE(read_task_text(wrong, "trial.yaml", ".", {}, problems));
  std::string all;
  for (const Problem& problem : problems.all()) all += problem.text() + "\n";
  EXPECT_NE(all.find("did you mean \"strength\""), std::string::npos) << all;
}

}  // namespace
}  // namespace plumb
