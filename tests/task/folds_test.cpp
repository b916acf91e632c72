// What a cross-validation says and what `require` judges are the same: means over the folds, not scores of all rows.
#include "plumb/task/folds.h"

#include <gtest/gtest.h>

#include "plumb/core/random.h"
#include "plumb/task/read_task.h"
#include "plumb/task/runner.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

Predictions off_by(double error, int rows) {
  Predictions said{.target = "price"};
  for (int i = 0; i < rows; ++i) {
    said.numbers.push_back(i);
    said.predicted.push_back(i + error);
  }
  return said;
}

RequireSection bound(const std::string& rmse) {
  Problems problems;
  const auto section = Form<RequireSection>::read(parse_json("{\"rmse\": \"" + rmse + "\"}", "require"), problems);
  problems.raise();
  return *section;
}

// Errors of 1 and 3: their mean is 2, the error of all rows together 2.24. Those of the baseline: 3 and 5.
TEST(Folds, RequireJudgesTheMeanThatIsShown) {
  const std::vector<Metric> rmse{registry<Metric>().make("rmse")};
  FoldCollector collector;
  collector.add({off_by(1, 20)}, rmse, {{{.name = "mean", .predictions = off_by(3, 20)}}});
  collector.add({off_by(3, 20)}, rmse, {{{.name = "mean", .predictions = off_by(5, 20)}}});
  const FoldScores scores = collector.scores(rmse);
  EXPECT_NEAR(scores.all.front().scores.front().value, std::sqrt(5), 1e-12);
  const auto judged = [&](const std::string& text) { return judge(bound(text), scores.means()).at(0); };
  EXPECT_EQ(judged("<= 2.1").value, 2);
  EXPECT_TRUE(judged("<= 2.1").met);
  EXPECT_FALSE(judged("<= 1.9").met);
  EXPECT_EQ(judged("<= baseline").bound, 4);
  EXPECT_EQ(judged("<= mean * 0.25").bound, 1);
  const Entry said = scores.entry().at("targets").at("price");
  EXPECT_EQ(said.at("scores").at("rmse").at("mean").as_double(), 2);
  EXPECT_EQ(said.at("baselines").at("mean").at("rmse").as_double(), 4);
}

TEST(Folds, ARunIsJudgedByTheMeansOfItsMetrics) {
  const testing::ScratchFolder folder;
  Random random(3, "folds");
  std::string rows = "x,price\n";
  for (int i = 0; i < 90; ++i) {
    const double x = random.uniform(0, 10), noise = random.normal();
    rows += fmt::format("{:.3f},{:.3f}\n", x, x + noise * noise * noise);  // few large errors: folds differ
  }
  testing::put(folder / "rows.csv", rows);
  testing::put(folder / "task.yaml",
               "name: t\ndata: rows.csv\ntarget: price\nmodel: linear\ntrain: {epochs: 5}\nsplit: {folds: 3}\n"
               "evaluate: [rmse]\nrequire: {rmse: \"<= baseline - 100\"}\n");
  const RunResult run =
      train_task(read_task((folder / "task.yaml").string()), {.runs = folder / "runs", .quiet = true});
  const Entry metrics = parse_json(testing::content(run.folder / "metrics.json"), "metrics");
  const Entry& said = metrics.at("targets").at("price");
  ASSERT_EQ(run.verdicts.size(), 1U);
  const Entry& verdict = metrics.at("require").items().front();
  EXPECT_EQ(verdict.at("value").as_double(), said.at("scores").at("rmse").at("mean").as_double());
  EXPECT_GT(std::abs(verdict.at("value").as_double() - said.at("all_rows").at("rmse").as_double()), 1e-3);
  const Entry& baselines = said.at("baselines");
  EXPECT_NEAR(
      verdict.at("bound").as_double(),
      std::min(baselines.at("mean").at("rmse").as_double(), baselines.at("linear").at("rmse").as_double()) - 100, 1e-9);
  EXPECT_FALSE(run.verdicts.front().met);
}

}  // namespace
}  // namespace plumb
