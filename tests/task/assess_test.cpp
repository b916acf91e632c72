// What stands beside the scores in the metrics.json of a run: how sure they are, and what simpler models reach.
#include <gtest/gtest.h>

#include "plumb/core/random.h"
#include "plumb/task/read_task.h"
#include "plumb/task/runner.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

class Assess : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;

  /// A class and a number that depend on x, one row in ten wrong; three of ten rows are of class "up".
  void SetUp() override {
    Random random(1, "assess");
    std::string rows = "x,side,height\n";
    for (int i = 0; i < 600; ++i) {
      const double x = random.uniform(0, 10), noise = random.uniform(-1, 1);
      const bool wrong = random.below(10) == 0;
      rows += fmt::format("{:.3f},{},{:.3f}\n", x, (x > 7) != wrong ? "up" : "down", 3 * x + noise);
    }
    testing::put(folder / "rows.csv", rows);
  }
  Entry scored(const std::string& target, const std::string& other, const std::string& more = "") const {
    testing::put(folder / "task.yaml",
                 fmt::format("name: t\ndata: rows.csv\ntarget: {}\ninputs: {{{}: ignore}}\nsplit: {{valid: 0.2, test: "
                             "0.4}}\nmodel: {{mlp: [16]}}\ntrain: {{epochs: 30, optimizer: {{adam: {{learning_rate: "
                             "0.01}}}}}}\n{}",
                             target, other, more));
    const RunResult run =
        train_task(read_task((folder / "task.yaml").string()), {.runs = folder / "runs", .quiet = true});
    return parse_json(testing::content(run.folder / "metrics.json"), "metrics").at("targets").at(target);
  }
  static void expect_sensible_intervals(const Entry& said) {
    EXPECT_EQ(said.at("interval_level").as_double(), 0.95);
    EXPECT_EQ(said.at("intervals").fields().size(), said.at("scores").fields().size());
    for (const Entry::Field& score : said.at("scores").fields()) {
      const std::vector<Entry>& ends = said.at("intervals").at(score.name).items();
      ASSERT_EQ(ends.size(), 2U) << score.name;
      EXPECT_LT(ends[0].as_double(), score.value.as_double()) << score.name;
      EXPECT_GT(ends[1].as_double(), score.value.as_double()) << score.name;
    }
  }
  static double of(const Entry& said, const char* baseline, const char* score) {
    return said.at("baselines").at(baseline).at(score).as_double();
  }
};

TEST_F(Assess, OfAClassifier) {
  const Entry said = scored("side", "height");
  expect_sensible_intervals(said);
  ASSERT_EQ(said.at("baselines").fields().size(), 2U);
  const double down = said.at("classes").at("down").at("rows").as_double();
  EXPECT_NEAR(of(said, "majority", "accuracy"), down / said.at("rows").as_double(), 1e-12);
  EXPECT_NEAR(of(said, "majority", "auc"), 0.5, 1e-12);
  for (const char* baseline : {"majority", "linear"})
    for (const Entry::Field& score : said.at("scores").fields())
      EXPECT_FALSE(std::isnan(of(said, baseline, score.name.c_str()))) << baseline << " " << score.name;
  EXPECT_GT(of(said, "linear", "auc"), 0.7);
  EXPECT_GT(said.at("scores").at("accuracy").as_double(), of(said, "majority", "accuracy") + 0.05);
}

TEST_F(Assess, OfARegressor) {
  const Entry said = scored("height", "side");
  expect_sensible_intervals(said);
  ASSERT_EQ(said.at("baselines").fields().size(), 2U);
  EXPECT_NEAR(of(said, "mean", "r2"), 0, 0.1);
  EXPECT_GT(of(said, "linear", "r2"), of(said, "mean", "r2") + 0.3);
  EXPECT_LT(said.at("scores").at("rmse").as_double(), of(said, "mean", "rmse"));
}

// A hundred passes over few rows in one batch each would end long before the line is found.
TEST_F(Assess, TheLinearModelOfFewRowsHasConverged) {
  Random random(2, "few");
  std::string rows = "x,z,side,height\n";
  for (int i = 0; i < 80; ++i) {
    const double x = random.uniform(0, 10), z = random.uniform(-1, 1);
    rows += fmt::format("{},{},{},{}\n", x, z, i % 2 ? "up" : "down", 3 * x - 9 * z + 5);
  }
  testing::put(folder / "rows.csv", rows);
  EXPECT_GT(of(scored("height", "side", "prepare: [standardize]\n"), "linear", "r2"), 0.999);
}

TEST_F(Assess, OnlyWhatIsAskedFor) {
  const Entry none = scored("side", "height", "evaluate: {intervals: false, baseline: none}\n");
  for (const char* part : {"intervals", "interval_level", "baselines"}) EXPECT_FALSE(none.find(part)) << part;
  const Entry constant = scored("side", "height", "evaluate: {baseline: constant}\n").at("baselines");
  ASSERT_EQ(constant.fields().size(), 1U);
  EXPECT_EQ(constant.fields().front().name, "majority");
}

}  // namespace
}  // namespace plumb
