// Training on rows that memory does not hold. In a program of its own: the peak that the system reports of a child is
// at least what its parent held when it was started.
#include <fcntl.h>
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/resource.h>

#include <fstream>

#include "plumb/core/entry.h"
#include "plumb/core/row_draw.h"
#include "tests/support/program.h"

extern char** environ;

namespace plumb {
namespace {

using testing::ScratchFolder;

struct Trained {
  int code = -1;
  double peak_bytes = 0;
  std::string log;
};

Trained train(const std::filesystem::path& folder, const std::string& runs) {
  const std::string program = (testing::binary_dir() / "plumb").string(), log = (folder / (runs + ".log")).string();
  const std::string task = (folder / "task.yaml").string(), to = (folder / runs).string();
  const std::vector<std::string> words{program, "train", task, "--runs", to, "--threads", "2"};
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t child = 0;
  EXPECT_EQ(posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  int status = -1;
  rusage used{};
  wait4(child, &status, 0, &used);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, static_cast<double>(used.ru_maxrss) * 1024,
          testing::content(log)};
}

class Stream : public ::testing::Test {
 protected:
  static constexpr int columns = 20;
  ScratchFolder folder;

  /// Rows whose class is the sign of a sum of three numbers, and a word that says nothing.
  void put_rows(int64_t rows) const {
    std::ofstream out(folder / "large.csv");
    for (int c = 0; c < columns; ++c) out << 'x' << c << ',';
    out << "work,rich\n";
    std::string line;
    for (int64_t row = 0; row < rows; ++row) {
      line.clear();
      double sum = 0;
      for (int c = 0; c < columns; ++c) {
        const double x = draw_of_row(1, static_cast<uint32_t>(c), row) - 0.5;
        if (c < 3) sum += x;
        line += fmt::format("{:.5f},", x);
      }
      out << line << "job" << row % 5 << (sum > 0 ? ",yes\n" : ",no\n");
    }
  }
  void put_task(const std::string& more) const {
    testing::put(folder / "task.yaml",
                 "name: large\ndata: {train: large.csv}\ntarget: rich\nsplit: {valid: 0.1, test: 0.1}\n"
                 "prepare: [one_hot, standardize]\nmodel: [{dense: {units: 16, activation: relu}}]\n"
                 "train: {epochs: 1, batch_size: 512}\n" +
                     more);
  }
  std::string weights(const std::string& runs) const {
    return testing::content(folder / runs / "large-1" / "weights.safetensors");
  }
};

TEST_F(Stream, AMemoryLimitIsHonouredByAFileThatIsLarger) {
  put_rows(1'100'000);  // 200 MB, and as tables and tensors several times the limit
  ASSERT_GT(std::filesystem::file_size(folder / "large.csv"), 180e6);
  put_task("memory_limit: 150M\n");
  const Trained first = train(folder.path(), "first");
  ASSERT_EQ(first.code, 0) << first.log;
  EXPECT_NE(first.log.find("streaming: all rows in memory would take"), std::string::npos) << first.log;
  EXPECT_NE(first.log.find("rows stay in their files"), std::string::npos) << first.log;
#ifndef __SANITIZE_ADDRESS__
  EXPECT_LT(first.peak_bytes, 150.0 * (1 << 20));
#endif
  RecordProperty("peak", std::to_string(first.peak_bytes));
  const Entry metrics = parse_json(testing::content(folder / "first" / "large-1" / "metrics.json"), "metrics");
  EXPECT_NEAR(metrics.at("rows").as_double(), 110'000, 2'000);
  EXPECT_GT(metrics.at("targets").at("rich").at("scores").at("accuracy").as_double(), 0.95);

  const Trained again = train(folder.path(), "again");
  ASSERT_EQ(again.code, 0) << again.log;
  EXPECT_EQ(weights("again"), weights("first"));
}

TEST_F(Stream, AResumedRunHasTheSameBits) {
  put_rows(90'000);
  put_task("memory_limit: 2G\n");
  testing::shell(folder.path(), "sed -i 's/train: large.csv/train: large.csv, stream: true/' task.yaml");
  const Trained whole = train(folder.path(), "whole");
  ASSERT_EQ(whole.code, 0) << whole.log;
  EXPECT_NE(whole.log.find("rows stay in their files"), std::string::npos) << whole.log;
  const auto stopped = testing::plumb(folder.path(), "train task.yaml --runs parts --threads 2 --stop-after 57");
  ASSERT_EQ(stopped.code, 0) << stopped.err;
  EXPECT_TRUE(weights("parts").empty());
  const auto resumed = testing::plumb(folder.path(), "resume parts/large-1");
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(weights("parts"), weights("whole"));

  const auto other = testing::plumb(folder.path(), "train task.yaml --runs other --threads 2 --stop-after 57");
  ASSERT_EQ(other.code, 0) << other.err;
  put_rows(90'001);
  EXPECT_NE(testing::plumb(folder.path(), "resume other/large-1").code, 0);  // of other rows
}

TEST_F(Stream, WhatNeedsAllRowsIsRefusedBeforeTheRun) {
  put_rows(90'000);
  put_task("");
  const auto refused = [&](const std::string& edit, const std::string& why) {
    put_task("");
    testing::shell(folder.path(),
                   "sed -i -e 's/train: large.csv/train: large.csv, stream: true/' -e '" + edit + "' task.yaml");
    const auto finished = testing::plumb(folder.path(), "train task.yaml");
    EXPECT_EQ(finished.code, 2) << edit << finished.err;
    EXPECT_NE(finished.err.find(why), std::string::npos) << finished.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
  };
  refused("s/split:.*/split: {folds: 3}/", "`split.folds` needs all rows in memory");
  refused("s/prepare: ./&drop_duplicates, /", "`drop_duplicates` looks at all train rows at once");
  testing::put(folder / "few.jsonl", "{\"a\": 1, \"rich\": \"yes\"}\n");
  refused("s/large.csv/few.jsonl/", "reads its rows as a whole");
}

}  // namespace
}  // namespace plumb
