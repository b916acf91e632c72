// What a run's bits owe to the number of threads: nothing with `deterministic: any_threads`, wherever it was stopped.
#include <gtest/gtest.h>

#include "tests/task/small_run.h"

namespace plumb {
namespace {

class ThreadsOfARun : public ::testing::Test {
 protected:
  void SetUp() override {
    testing::put_small_task(folder_, "4 steps", 2, 2);
    testing::change_task(folder_, "units: 8", "units: 384");  // enough for a batch to be cut into shards
    testing::change_task(folder_, "batch_size: 16", "batch_size: 40");
    testing::change_task(folder_, "deploy:", "deterministic: any_threads\ndeploy:");
  }
  std::filesystem::path train(const std::string& words) {
    const auto finished =
        testing::plumb(folder_.path(), "train task.yaml --runs '" + (folder_ / "runs").string() + "' " + words);
    EXPECT_EQ(finished.code, 0) << finished.err;
    return folder_ / "runs" / ("small-" + std::to_string(++runs_));
  }
  /// Weights, scores and what is said of each row; `run.json` tells the threads.
  static std::map<std::string, std::string> result(const std::filesystem::path& run) {
    auto files = testing::result_of(run);
    files.erase("run.json");
    return files;
  }
  testing::ScratchFolder folder_;
  int runs_ = 0;
};

TEST_F(ThreadsOfARun, ChangeNoBitWithAnyThreads) {
  const auto one = result(train("--threads 1"));
  testing::expect_same(one, result(train("--threads 2")));
  const std::filesystem::path stopped = train("--threads 1 --stop-after 3");  // in the first fold
  EXPECT_FALSE(std::filesystem::exists(stopped / "metrics.json"));
  ASSERT_EQ(testing::plumb(folder_.path(), "resume '" + stopped.string() + "' --threads 2").code, 0);
  testing::expect_same(one, result(stopped));
}

TEST_F(ThreadsOfARun, WhoGoesOnTakesThoseOfTheBeginning) {
  testing::change_task(folder_, "any_threads", "same_threads");
  const auto one = testing::result_of(train("--threads 1"));
  const std::filesystem::path stopped = train("--threads 1 --stop-after 3");
  std::filesystem::remove_all(stopped / "folds");  // as if it had been killed before the first checkpoint
  ASSERT_EQ(testing::plumb(folder_.path(), "resume '" + stopped.string() + "'").code, 0);
  testing::expect_same(one, testing::result_of(stopped));
}

}  // namespace
}  // namespace plumb
