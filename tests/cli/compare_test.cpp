// `plumb compare`: what differs between two runs in task, rows and scores, in words and as JSON.
#include <gtest/gtest.h>

#include "plumb/core/entry.h"
#include "plumb/task/compare.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

class CompareCommand : public ::testing::Test {
 protected:
  CompareCommand() {
    std::string rows = "size,colour,kind\n";
    for (int i = 0; i < 400; ++i)
      rows += std::to_string((i * 7) % 23) + (i % 3 ? ",red," : ",blue,") + ((i * 7) % 23 > 11 ? "big\n" : "small\n");
    testing::put(folder / "data.csv", rows);
    testing::put(folder / "other.csv", rows + "3,red,small\n");
    a = train("");
    b = train("--set train.epochs=1 --set train.optimizer.adam.learning_rate=0.0001");
  }
  /// Its run folder.
  std::string train(const std::string& options) {
    testing::put(folder / "task.yaml",
                 "data: data.csv\ntarget: kind\nmodel: [{dense: {units: 8, activation: relu}}]\nevaluate: [accuracy, "
                 "log_loss]\ntrain: {epochs: 20, optimizer: {adam: {learning_rate: 0.01}}}\n");
    const auto trained = run("train task.yaml --json " + options);
    EXPECT_EQ(trained.code, 0) << trained.err;
    return parse_json(trained.out, "train").at("run").word();
  }
  testing::Finished run(const std::string& words) { return testing::plumb(folder.path(), words); }
  testing::ScratchFolder folder;
  std::string a, b;
};

TEST_F(CompareCommand, NamesWhatDiffersAndTestsThePairs) {
  const auto shown = run("compare " + a + " " + b + " --json");
  ASSERT_EQ(shown.code, 0) << shown.err;
  const Entry said = parse_json(shown.out, "compare");
  std::vector<std::string> paths;
  for (const Entry& one : said.at("task").items()) paths.push_back(one.at("path").word());
  EXPECT_EQ(paths, (std::vector<std::string>{"train.optimizer.adam.learning_rate", "train.epochs"}));
  EXPECT_EQ(said.at("same_rows").word(), "true");
  for (const Entry& score : said.at("scores").items())
    if (score.at("metric").word() == "accuracy") {
      EXPECT_LT(score.at("difference").as_double(), 0);  // b hardly learned
      EXPECT_LT(score.at("p").as_double(), 0.05);
    }
  const Entry& calls = said.at("mcnemar").at("kind");
  EXPECT_GT(calls.at("only_a_right").as_double(), calls.at("only_b_right").as_double());

  const auto text = run("compare " + a + " " + b);
  for (const char* words : {"train.epochs", "20", "McNemar", "data: the same"})
    EXPECT_NE(text.out.find(words), std::string::npos) << words << "\n" << text.out;
}

TEST_F(CompareCommand, ARunAndItselfDoNotDiffer) {
  const auto shown = run("compare " + a + " " + a + " --json");
  ASSERT_EQ(shown.code, 0) << shown.err;
  const Entry said = parse_json(shown.out, "compare");
  EXPECT_TRUE(said.at("task").items().empty());
  EXPECT_TRUE(said.at("data").items().empty());
  for (const Entry& score : said.at("scores").items()) EXPECT_EQ(score.at("p").as_double(), 1);
}

TEST_F(CompareCommand, OtherRowsAreNotTested) {
  const auto shown = run("compare " + a + " " + train("--set data=other.csv"));
  ASSERT_EQ(shown.code, 0) << shown.err;
  EXPECT_NE(shown.out.find("not tested: the runs did not score the same rows"), std::string::npos) << shown.out;
}

TEST_F(CompareCommand, MistakesAreAnswered) {
  EXPECT_EQ(run("compare " + a + " nowhere").code, 2);
  EXPECT_EQ(run("compare " + a + " " + b + " --resamples 1").code, 2);
}

}  // namespace
}  // namespace plumb
