// `require` in a task: a run that meets it ends with 0, one that misses says which and by how much, keeps its folder
// and ends with 3; and so does `plumb evaluate`.
#include <gtest/gtest.h>

#include "plumb/core/entry.h"
#include "plumb/task/require_section.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

RequireSection section(const std::string& json) {
  Problems problems;
  const auto read = Form<RequireSection>::read(parse_json(json, "require"), problems);
  problems.raise();
  return *read;
}

/// A report of one target whose baselines are 0.6 (majority) and 0.7 (linear).
std::vector<Report> reports(const std::string& score, double value) {
  Report report{.target = "kind"};
  report.scores.push_back({.name = score, .value = value});
  report.json = parse_json(
      R"({"baselines": {"majority": {")" + score + R"(": 0.6}, "linear": {")" + score + R"(": 0.7}}})", "report");
  return {report};
}

struct Case {
  const char *score, *bound;
  double value, at;
  bool met;
};

TEST(Require, JudgesByNumbersAndByBaselines) {
  for (const Case& c : std::initializer_list<Case>{
           {"accuracy", ">= 0.75", 0.75, 0.75, true},
           {"accuracy", "> 0.75", 0.75, 0.75, false},
           {"accuracy", ">= baseline + 0.05", 0.76, 0.75, true},  // the better baseline
           {"accuracy", ">= baseline + 0.05", 0.74, 0.75, false},
           {"accuracy", ">= majority", 0.65, 0.6, true},
           {"accuracy", ">= linear - 0.1", 0.65, 0.6, true},
           {"rmse", "<= baseline * 0.5", 0.3, 0.3, true},  // the smaller one
           {"rmse", "<= baseline * 0.5", 0.31, 0.3, false},
           {"rmse", "<= linear", 0.65, 0.7, true},
       }) {
    const auto verdicts =
        judge(section(std::string("{\"") + c.score + "\": \"" + c.bound + "\"}"), reports(c.score, c.value));
    ASSERT_EQ(verdicts.size(), 1U) << c.bound;
    EXPECT_NEAR(verdicts[0].bound, c.at, 1e-12) << c.bound;
    EXPECT_EQ(verdicts[0].met, c.met) << c.bound << " of " << c.value;
  }
  const auto nowhere = judge(section(R"({"accuracy": ">= mean"})"), reports("accuracy", 1));
  EXPECT_FALSE(nowhere.at(0).met);
  EXPECT_NE(nowhere[0].sentence().find("there is no such baseline"), std::string::npos) << nowhere[0].sentence();
}

class Required : public ::testing::Test {
 protected:
  Required() {
    std::string rows = "size,kind\n";
    for (int i = 0; i < 200; ++i) rows += std::to_string((i * 7) % 23) + ((i * 7) % 23 > 11 ? ",big\n" : ",small\n");
    testing::put(folder / "data.csv", rows);
  }
  testing::Finished train(const std::string& require, const std::string& options = "") {
    testing::put(folder / "task.yaml",
                 "data: data.csv\ntarget: kind\nmodel: linear\ntrain: {epochs: 40}\nrequire: {" + require + "}\n");
    return testing::plumb(folder.path(), "train task.yaml --quiet --runs runs " + options);
  }
  testing::ScratchFolder folder;
};

TEST_F(Required, ARunThatMeetsItEndsWell) {
  const auto met = train("accuracy: \">= 0.5\"");
  EXPECT_EQ(met.code, 0) << met.err;
}

TEST_F(Required, ARunThatMissesSaysWhichAndKeepsItsFolder) {
  const auto missed = train("accuracy: \">= 0.5\", log_loss: \"<= 0.000001\"", "--json");
  EXPECT_EQ(missed.code, 3) << missed.err;
  EXPECT_NE(missed.err.find("log_loss of kind is "), std::string::npos) << missed.err;
  EXPECT_NE(missed.err.find("and misses <= 0.000001 by "), std::string::npos) << missed.err;
  EXPECT_EQ(missed.err.find("accuracy of kind"), std::string::npos) << missed.err;
  const Entry said = parse_json(missed.out, "--json");
  EXPECT_TRUE(std::filesystem::exists(folder / said.at("run").word() / "weights.safetensors")) << missed.out;
  const auto again = testing::plumb(folder.path(), "evaluate " + said.at("run").word() + " --json --quiet");
  EXPECT_EQ(again.code, 3) << again.err;
  EXPECT_EQ(again.err, missed.err);
  EXPECT_EQ(to_json(parse_json(again.out, "evaluate").at("require")), to_json(said.at("metrics").at("require")));
}

TEST_F(Required, OtherRowsAreJudgedByThemselves) {
  ASSERT_EQ(train("accuracy: \">= 0.9\"", "--json").code, 0);
  EXPECT_EQ(testing::plumb(folder.path(), "evaluate runs/task-1").code, 0);
  testing::put(folder / "turned.csv", "size,kind\n1,big\n2,big\n3,big\n20,big\n21,small\n");
  const auto missed = testing::plumb(folder.path(), "evaluate runs/task-1 --data turned.csv --quiet");
  EXPECT_EQ(missed.code, 3) << missed.err;
  EXPECT_EQ(missed.err, "require: accuracy of kind is 0.2000 and misses >= 0.9 by 0.7000\n");
  EXPECT_NE(missed.out.find("accuracy"), std::string::npos) << "the scores are shown all the same";
}

TEST_F(Required, ABaselineIsThatOfTheRun) {
  const auto met = train("accuracy: \">= majority + 0.2\"", "--json");
  EXPECT_EQ(met.code, 0) << met.err;
  const auto missed = train("accuracy: \">= baseline + 0.6\"", "--json");
  EXPECT_EQ(missed.code, 3) << missed.err;
  const Entry metrics = parse_json(missed.out, "--json").at("metrics");
  const Entry& verdict = metrics.at("require").items().front();
  double best = 0;
  for (const Entry::Field& baseline : metrics.at("targets").at("kind").at("baselines").fields())
    best = std::max(best, baseline.value.at("accuracy").as_double());
  EXPECT_NEAR(verdict.at("bound").as_double(), best + 0.6, 1e-12);
  EXPECT_NE(missed.err.find("and misses >= baseline + 0.6, which is "), std::string::npos) << missed.err;
  const auto again = testing::plumb(folder.path(), "evaluate runs/task-2 --quiet");
  EXPECT_EQ(again.code, 3) << again.err;
  EXPECT_EQ(again.err, missed.err);
}

}  // namespace
}  // namespace plumb
