// Rows that are unlike the others: trained without a target or beside a column of labels that only evaluation looks at,
// predicted, scored, in ONNX Runtime.
#include "plumb/task/anomaly.h"

#include <gtest/gtest.h>

#include <algorithm>

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

class Anomalies : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;

  /// Sensors that follow two hidden numbers and a kind; of an odd row each sensor says something of its own.
  void put_rows(const std::string& name, int rows, double odd_share, uint64_t seed) {
    Random random(seed, "anomalies");
    std::string csv = "a,b,c,d,e,kind,odd\n";
    for (int i = 0; i < rows; ++i) {
      const bool odd = random.uniform() < odd_share;
      const auto hidden = [&, u = random.normal(), v = random.normal()](double p, double q) {
        return odd ? random.normal() * std::hypot(p, q) : p * u + q * v + 0.05 * random.normal();
      };
      csv += fmt::format("{:.4f},{:.4f},{:.4f},{:.4f},{:.4f},{},{}\n", hidden(1, 0), hidden(0, 1), hidden(1, 1),
                         hidden(2, -1), hidden(-1, 3), random.uniform() < 0.5 ? "red" : "blue", odd ? "yes" : "no");
    }
    testing::put(folder / name, csv);
  }
  Task task(const std::string& target, const std::string& more = "") {
    testing::put(folder / "task.yaml", "name: t\nseed: 4\ndata: rows.csv\ntarget: " + target + "\n" + more);
    return read_task((folder / "task.yaml").string());
  }
  RunResult train(const std::string& target, const std::string& more = "") {
    put_rows("rows.csv", 800, 0.02, 1);
    put_rows("new.csv", 400, 0.1, 2);
    return train_task(task(target, more), {.runs = folder / "runs", .quiet = true});
  }
  std::map<std::string, double> scores(const Path& run) {
    std::map<std::string, double> all;
    const Evaluation evaluation = evaluate_model(run, (folder / "new.csv").string());
    for (const Score& score : evaluation.reports.front().scores) all[score.name] = score.value;
    return all;
  }
  std::string answers(const Path& run, const std::string& ending) {
    const std::string out = (folder / ("answers" + ending)).string();
    predict_rows(run, (folder / "new.csv").string(), out, format_of(out));
    return testing::content(out);
  }
  std::string error_of(const std::string& target, const std::string& more) {
    try {
      train(target, more);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(Anomalies, LabelsAreSeenByEvaluationAlone) {
  const RunResult run = train("{odd: anomaly}");
  const auto measured = scores(run.folder);
  EXPECT_GT(measured.at("auc"), 0.95);
  EXPECT_GT(measured.at("f1"), 0.6);
  const std::string csv = answers(run.folder, ".csv");
  EXPECT_TRUE(csv.starts_with("odd,odd_score\nnormal,") || csv.starts_with("odd,odd_score\nanomaly,")) << csv;
  EXPECT_NE(answers(run.folder, ".jsonl").find("{\"odd\": \"anomaly\", \"odd_score\":"), std::string::npos);

  // With other labels the same rows give the same model.
  std::string rows = testing::content(folder / "rows.csv");
  for (size_t at = rows.find(",yes\n"); at != std::string::npos; at = rows.find(",yes\n", at))
    rows.replace(at, 5, ",no\n");
  testing::put(folder / "rows.csv", rows);
  const RunResult blind = train_task(task("{odd: anomaly}"), {.runs = folder / "runs", .quiet = true});
  EXPECT_EQ(answers(blind.folder, ".csv"), csv);
}

TEST_F(Anomalies, WithoutATarget) {
  const RunResult run = train("none", "inputs: {odd: ignore}\nmodel: {autoencoder: {units: [16, 2], quantile: 0.9}}\n");
  const std::string csv = answers(run.folder, ".csv");
  EXPECT_TRUE(csv.starts_with("anomaly,anomaly_score\n")) << csv;
  // A tenth of usual rows are called, and nearly all of the tenth that is odd.
  int anomalies = 0;
  for (size_t at = csv.find("\nanomaly,"); at != std::string::npos; at = csv.find("\nanomaly,", at + 1)) ++anomalies;
  EXPECT_GT(anomalies, 40);
  EXPECT_LT(anomalies, 130);
  EXPECT_GT(scores(run.folder).at("mae"), 0);  // the mean score
  EXPECT_NE(testing::content(run.folder / "task.yaml").find("target: none"), std::string::npos);
  const auto bundle =
      testing::plumb(folder.path(), "export '" + run.folder.string() + "' --to bundle --output model.plumb");
  ASSERT_EQ(bundle.code, 0) << bundle.err;
  EXPECT_EQ(answers(folder / "model.plumb", ".csv"), csv);
}

TEST_F(Anomalies, InOnnxRuntime) {
  REQUIRE_ONNX_RUNTIME();
  const RunResult run = train("{odd: {anomaly: {labels: [yes]}}}");
  Answering answering = open_model(run.folder);
  const Dataset rows = read_rows(answering.trained(), (folder / "new.csv").string(), false);
  const Table raw = raw_columns(answering.trained(), rows.table);
  const auto outputs =
      testing::run_in_onnx_runtime({{onnx_model(answering.trained()), onnx_inputs(answering.trained(), raw)}});
  const Agreement agreement = compare(answering(rows.table), onnx_answers(answering.trained(), outputs.at(0)));
  EXPECT_TRUE(agreement.within()) << agreement.a << " and " << agreement.b;
}

TEST_F(Anomalies, MistakesAreAnswered) {
  EXPECT_NE(error_of("{odd: anomaly}", "model: mlp\n").find("comes from `model: autoencoder`"), std::string::npos);
  EXPECT_NE(error_of("odd", "model: autoencoder\n").find("write `target: none`"), std::string::npos);
  EXPECT_NE(error_of("{odd: anomaly, a: number}", "").find("a task of its own"), std::string::npos);
  EXPECT_NE(error_of("{odd: {anomaly: {labels: []}}}", "").find("needs a word or more"), std::string::npos);
}

TEST(AnomalyThreshold, QuantilesAreThoseOfNumpy) {
  EXPECT_DOUBLE_EQ(quantile_of({3, 1, 2, 10}, 0.5), 2.5);
  EXPECT_DOUBLE_EQ(quantile_of({3, 1, 2, 10}, 0.9), 7.9);
  EXPECT_DOUBLE_EQ(quantile_of({3, 1, 2, 10}, 1), 10);
  EXPECT_DOUBLE_EQ(quantile_of({3}, 0.2), 3);
}

}  // namespace
}  // namespace plumb
