// How runs end before their end: signals, --stop-after, and what is said then; and the proof for a task of one's own.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "plumb/core/entry.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

class Interrupted : public ::testing::Test {
 protected:
  Interrupted() {
    std::string rows = "size,colour,kind\n";
    for (int i = 0; i < 200; ++i)
      rows += std::to_string(i % 17) + (i % 3 ? ",red," : ",blue,") + (i % 17 + i % 3 > 9 ? "big\n" : "small\n");
    testing::put(folder / "data.csv", rows);
    testing::put(folder / "task.yaml",
                 "name: kinds\ndata: data.csv\ntarget: kind\nmodel: [{dense: 8}, {dropout: 0.1}]\n"
                 "train: {epochs: 12, batch_size: 16, optimizer: {adam: {learning_rate: 0.02}}}\n");
  }
  testing::Finished run(const std::string& words) { return testing::plumb(folder.path(), words); }

  /// Starts a training that would take hours, sends the signal once there is a checkpoint, and waits.
  testing::Finished stopped_by(const std::string& signal) {
    return testing::shell(
        folder.path(), testing::program() +
                           " train task.yaml --set train.epochs=1000000 --set 'train.checkpoint=10 steps' & "
                           "child=$!; until ls runs/kinds-1/checkpoints/step-* > /dev/null 2>&1; do sleep 0.02; done; "
                           "kill -" +
                           signal + " $child; wait $child");
  }
  testing::ScratchFolder folder;
};

TEST_F(Interrupted, TerminatedEndsItsStepSavesAndSaysHowToGoOn) {
  const auto finished = stopped_by("TERM");
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_NE(finished.err.find("everything is saved"), std::string::npos) << finished.err;
  EXPECT_NE(finished.err.find("to go on: plumb resume runs/kinds-1"), std::string::npos) << finished.err;
  EXPECT_NE(run("predict runs/kinds-1 data.csv").err.find("plumb resume runs/kinds-1"), std::string::npos);
  EXPECT_NE(run("runs").out.find("stopped"), std::string::npos);
}

TEST_F(Interrupted, CtrlCDoesTheSame) {
  const auto finished = stopped_by("INT");
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_NE(finished.err.find("to go on: plumb resume runs/kinds-1"), std::string::npos) << finished.err;
}

TEST_F(Interrupted, WhileNetworksRaceNothingIsWritten) {
  testing::put(folder / "task.yaml", "data: data.csv\ntarget: kind\ntrain: {epochs: 1000000, callbacks: []}\n");
  const auto finished = testing::shell(
      folder.path(), testing::program() +
                         " train task.yaml 2> said & child=$!; until grep -q 'race on' said; do sleep 0.02; done; "
                         "sleep 0.3; kill -INT $child; wait $child");
  EXPECT_EQ(finished.code, 130);
  const std::string said = testing::content(folder / "said");
  EXPECT_NE(said.find("nothing has been written"), std::string::npos) << said;
  EXPECT_FALSE(fs::exists(folder / "runs"));
}

TEST_F(Interrupted, WhileReadingNothingIsWritten) {
  // A pipe that never ends stands for large data: the signal comes while it is read.
  const auto finished = testing::shell(
      folder.path(), "mkfifo slow.csv; sleep 5 > slow.csv & holder=$!; " + testing::program() +
                         " train task.yaml --set data.csv.path=slow.csv & child=$!; sleep 0.5; kill -INT $child; wait "
                         "$child; code=$?; kill $holder; exit $code");
  EXPECT_EQ(finished.code, 130) << finished.err;
  EXPECT_NE(finished.err.find("nothing has been written"), std::string::npos) << finished.err;
  EXPECT_FALSE(fs::exists(folder / "runs"));
}

TEST_F(Interrupted, StopAfterAndResumeGiveTheWeightsOfTheWholeRun) {
  ASSERT_EQ(run("train task.yaml --quiet").code, 0);
  const auto stopped = run("train task.yaml --stop-after 37 --json");
  ASSERT_EQ(stopped.code, 0) << stopped.err;
  EXPECT_EQ(parse_json(stopped.out, "train").at("finished").word(), "false");
  const auto resumed = run("resume runs/kinds-2");
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_NE(resumed.err.find("going on in epoch"), std::string::npos) << resumed.err;
  for (const char* file : {"weights.safetensors", "metrics.json"})
    EXPECT_TRUE(testing::content(folder / "runs/kinds-1" / file) == testing::content(folder / "runs/kinds-2" / file))
        << file;
  EXPECT_FALSE(fs::exists(folder / "runs/kinds-2/checkpoints"));
  const auto again = run("resume runs/kinds-2");
  EXPECT_EQ(again.code, 2);
  EXPECT_NE(again.err.find("was trained to the end"), std::string::npos) << again.err;
}

TEST_F(Interrupted, WhatCannotBeResumedIsSaid) {
  EXPECT_NE(run("resume runs/kinds-7").err.find("runs/kinds-7 is not there"), std::string::npos);
  fs::create_directories(folder / "runs/kinds-1");
  const auto empty = run("resume runs/kinds-1");
  EXPECT_EQ(empty.code, 2);
  EXPECT_NE(empty.err.find("begin again with `plumb train`"), std::string::npos) << empty.err;
  testing::put(folder / "runs/kinds-1/data.json", "{}");  // which is written before the task
  EXPECT_EQ(run("resume runs/kinds-1").err, empty.err);
  testing::put(folder / "runs/kinds-1/letter.txt", "dear diary");
  EXPECT_NE(run("resume runs/kinds-1").err.find("is no run"), std::string::npos);
}

TEST_F(Interrupted, ChangedDataAreNotGoneOnWith) {
  ASSERT_EQ(run("train task.yaml --stop-after 20").code, 0);
  const std::string rows = testing::content(folder / "data.csv");
  for (int row = 0; row < 12; ++row) {  // rows of train, of valid and of test
    std::string changed = rows;
    changed.replace(changed.find("\n" + std::to_string(row) + ",") + 1, std::to_string(row).size(), "13");
    testing::put(folder / "data.csv", changed);
    const auto resumed = run("resume runs/kinds-1");
    EXPECT_EQ(resumed.code, 2) << row << ": " << resumed.err;
    EXPECT_NE(resumed.err.find("other data"), std::string::npos) << row << ": " << resumed.err;
  }
  testing::put(folder / "data.csv", rows);
  EXPECT_EQ(run("resume runs/kinds-1").code, 0);
}

TEST_F(Interrupted, ColumnsThatWereLeftOutDoNotMakeOtherData) {
  std::string rows = "reference," + testing::content(folder / "data.csv");
  int row = 0;
  for (size_t at = rows.find('\n') + 1; at < rows.size(); at = rows.find('\n', at) + 1)
    rows.insert(at, fmt::format("ticket {} of {},", row * 7919, row)), ++row;
  testing::put(folder / "data.csv", rows);
  for (const std::string more :
       {"", " --set split.folds=2", " --set split.by=content", " --set 'data={train: data.csv, stream: true}'"}) {
    SCOPED_TRACE(more);
    const auto begun = run("train task.yaml --stop-after 20 --runs runs" + std::to_string(more.size()) + more);
    ASSERT_EQ(begun.code, 0) << begun.err;
    EXPECT_NE(begun.err.find("reference is left out"), std::string::npos) << begun.err;
    const auto resumed = run("resume runs" + std::to_string(more.size()) + "/kinds-1");
    EXPECT_EQ(resumed.code, 0) << resumed.err;
  }
}

TEST_F(Interrupted, AFullDiskEndsThePipeWithACode) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "needs /dev/full";
  ASSERT_EQ(run("train task.yaml --quiet").code, 0);
  const auto finished = run("predict runs/kinds-1 data.csv > /dev/full");
  EXPECT_NE(finished.code, 0);
  EXPECT_NE(finished.err.find("is the disk full"), std::string::npos) << finished.err;
}

TEST_F(Interrupted, VerifyResumeProvesItForATask) {
  const auto finished = run("verify-resume task.yaml --steps 30 --json");
  ASSERT_EQ(finished.code, 0) << finished.err << finished.out;
  const Entry verdict = parse_json(finished.out, "verify-resume");
  EXPECT_TRUE(verdict.at("same_bits").as_bool());
  ASSERT_EQ(verdict.at("checks").items().size(), 2U);
  EXPECT_FALSE(fs::exists(folder / "runs")) << "writes where the task lies";
  const auto table = run("verify-resume task.yaml --steps 20 --set split.folds=2 --seed 4");
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_NE(table.out.find("the same bits"), std::string::npos) << table.out;
  EXPECT_EQ(run("verify-resume task.yaml --set train.epochs=0").code, 2);
}

TEST_F(Interrupted, LabelsOfImagesMayLieBesideThemOrElsewhere) {
  const std::string digits = "'" + (testing::source_dir() / "examples/digits").string();
  ASSERT_EQ(run("train " + digits + "/task.yaml' --set train.epochs=1 --set name=digits --quiet").code, 0);
  const auto own = run("evaluate runs/digits-1 --json");
  ASSERT_EQ(own.code, 0) << own.err;
  const auto beside = run("evaluate runs/digits-1 --json --data " + digits + "/test-images.idx3.gz'");
  EXPECT_EQ(beside.out, own.out) << beside.err;
  const auto named = run("evaluate runs/digits-1 --json --data " + digits + "/test-images.idx3.gz' --labels " + digits +
                         "/test-labels.idx1.gz'");
  EXPECT_EQ(named.out, own.out) << named.err;
  EXPECT_EQ(run("evaluate runs/digits-1 --labels x").code, 2);
}

}  // namespace
}  // namespace plumb
