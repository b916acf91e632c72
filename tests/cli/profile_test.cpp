// `plumb profile`: the table, its JSON and the trace file of a task; nothing else is written.
#include <gtest/gtest.h>

#include "plumb/core/entry.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

class ProfileCommand : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;
  testing::Finished run(const std::string& words) { return testing::plumb(folder.path(), words); }
  void SetUp() override {
    std::string rows = "size,colour,kind\n";
    for (int i = 0; i < 60; ++i)
      rows += std::to_string(i % 10) + (i % 2 ? ",red," : ",blue,") + (i % 10 > 4 ? "big" : "small") + "\n";
    testing::put(folder / "data.csv", rows);
    testing::put(folder / "task.yaml",
                 "data: data.csv\ntarget: kind\nmodel: [{dense: {units: 8, activation: relu}}]\n"
                 "train: {batch_size: 16}\n");
  }
};

TEST_F(ProfileCommand, ShowsTheStepAndWritesATrace) {
  const auto shown = run("profile task.yaml --steps 5 --threads 1 --trace step.json");
  ASSERT_EQ(shown.code, 0) << shown.err;
  for (const char* words :
       {"matmul + bias + relu", "dense", "GFLOP/s", "waiting and between calls", "16 rows, fed in", "the fastest of 5"})
    EXPECT_NE(shown.out.find(words), std::string::npos) << words << "\n" << shown.out;
  const Entry trace = parse_json(testing::content(folder / "step.json"), "step.json");
  EXPECT_GT(trace.at("traceEvents").items().size(), 5U);
  EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
}

TEST_F(ProfileCommand, SharesAreAtMostTheStepInJson) {
  const auto shown = run("profile task.yaml --steps 3 --threads 1 --json");
  ASSERT_EQ(shown.code, 0) << shown.err;
  const Entry profile = parse_json(shown.out, "profile");
  EXPECT_EQ(profile.at("rows").word(), "16");
  double shares = 0;
  for (const Entry& call : profile.at("calls").items()) shares += call.at("share").as_double();
  EXPECT_GT(shares, 0.05);
  EXPECT_LE(shares, 1);
}

TEST_F(ProfileCommand, MistakesAreAnswered) {
  EXPECT_EQ(run("profile task.yaml --steps 0").code, 2);
  EXPECT_EQ(run("profile nothing.yaml").code, 2);
  const auto nowhere = run("profile task.yaml --steps 1 --trace nowhere/step.json");
  EXPECT_NE(nowhere.code, 0);
  EXPECT_NE(nowhere.err.find("nowhere"), std::string::npos) << nowhere.err;
}

}  // namespace
}  // namespace plumb
