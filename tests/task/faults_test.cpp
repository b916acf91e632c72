// Disks that are full or fail: whichever operation on a file it is, of a run that begins or of one that is gone on
// with, what was saved before stays whole, one message names file and reason, and the run goes on to the same bits once
// there is space again. A disk that fails once and one that stays full leave the same behind.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/failing_disk.h"
#include "tests/task/small_run.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;
using testing::change_task;
using testing::FailingDisk;
using testing::ScratchFolder;

/// A run that finds the disk failing.
struct Run {
  const char* says;
  void (*put)(const ScratchFolder&);
  int64_t stop_after;                   // updates before the run that is gone on with
  std::vector<std::string> keeps = {};  // while it runs or in the end
};

/// Networks race for the task, of more rows.
void put_race(const ScratchFolder& folder, int folds) {
  testing::put_small_task(folder, "1 epoch", 1, folds);
  const std::string task = testing::content(folder / "task.yaml"), rows = testing::content(folder / "data.csv");
  const size_t model = task.find("model: ");
  testing::put(folder / "task.yaml", task.substr(0, model) + task.substr(task.find('\n', model) + 1));
  change_task(folder, "deploy: [bundle, onnx]\n", "");
  testing::put(folder / "data.csv", rows + rows.substr(rows.find('\n') + 1));
}

const Run runs[] = {
    {"plain", [](const ScratchFolder& folder) { testing::put_small_task(folder, "5 steps", 2, 0); }, 6},
    {"folds", [](const ScratchFolder& folder) { testing::put_small_task(folder, "5 steps", 2, 2); }, 6, {"folds.json"}},
    {"raced", [](const ScratchFolder& folder) { put_race(folder, 0); }, 3, {"race.json"}},
    {"raced_folds", [](const ScratchFolder& folder) { put_race(folder, 2); }, 3, {"race.json", "folds.json"}},
    {"streamed",
     [](const ScratchFolder& folder) {
       testing::put_small_task(folder, "5 steps", 2, 0);
       change_task(folder, "data: data.csv", "data: {train: data.csv, stream: true}");
     },
     6},
};

class Faults : public ::testing::TestWithParam<Run> {
 protected:
  void SetUp() override {
    ::testing::internal::CaptureStderr();
    GetParam().put(folder_);
    task_ = read_task((folder_ / "task.yaml").string());
    const RunResult whole = train_task(task_, {.runs = folder_ / "whole", .quiet = true});
    for (const std::string& file : GetParam().keeps) EXPECT_TRUE(fs::exists(whole.folder / file)) << file;
    reference_ = testing::result_of(whole.folder);
  }
  void TearDown() override {
    const std::string said = ::testing::internal::GetCapturedStderr();
    if (HasFailure()) std::fputs(said.c_str(), stderr);
  }

  /// Lets each operation of `work` fail, where `prepare` leaves what it begins with: as on a disk that stays full and
  /// as on one that fails once, in turns. The plain run meets both everywhere.
  void fail_each(const fs::path& runs, const std::function<void()>& prepare, const std::function<void()>& work) {
    for (int turn = 0; turn < (GetParam().says == std::string("plain") ? 2 : 1); ++turn)
      for (int at = 1; !HasFailure(); ++at)
        if (!fails(at, (at + turn) % 2 ? FailingDisk::full : FailingDisk::flaky, runs, prepare, work)) {
          EXPECT_GT(at, 40);
          break;
        }
  }

  /// Whether `work` fails at this operation, or has fewer.
  bool fails(int at, const FailingDisk::How& how, const fs::path& runs, const std::function<void()>& prepare,
             const std::function<void()>& work) {
    const fs::path run = runs / "small-1";
    SCOPED_TRACE(fmt::format("{} in operation {}", how.says, at));
    fs::remove_all(runs);
    prepare();
    const bool begun = fs::exists(run);
    bool failed = false;
    {
      const FailingDisk disk(at, how);
      try {
        work();
      } catch (const Error& error) {
        failed = true;
        disk.expect(error);
        const std::string message = error.what();
        EXPECT_EQ(message.find("plumb resume " + run.string()) != std::string::npos, fs::exists(run)) << message;
      }
      EXPECT_EQ(failed, disk.reached()) << disk.failed() << " failed, and nobody noticed";
      failed_.insert(disk.failed());
    }
    testing::expect_whole_files(runs);
    if (!failed) return false;
    if (fs::exists(run)) {
      if (!fs::exists(run / "metrics.json") || fs::exists(run / "checkpoints") || fs::exists(run / "folds"))
        resume_run(run, {.quiet = true});
    } else {
      EXPECT_FALSE(begun) << "a run is gone";
      EXPECT_TRUE(!fs::exists(runs) || fs::is_empty(runs)) << "a begun run lacks its task";
      train_task(task_, {.runs = runs, .quiet = true});
    }
    testing::expect_same(reference_, testing::result_of(run));
    return true;
  }

  testing::TemporaryInMemory memory_;
  ScratchFolder folder_;
  Task task_;
  std::map<std::string, std::string> reference_;
  std::set<std::string> failed_;
};

TEST_P(Faults, LeaveThePreviousStateWhole) {
  const fs::path runs = folder_ / "runs";
  fail_each(
      runs, [] {}, [&] { train_task(task_, {.runs = runs, .quiet = true}); });
  for (const char* operation : {"make folder", "create", "write", "sync", "close", "rename", "sync folder", "append"})
    EXPECT_TRUE(failed_.contains(operation)) << operation;
}

TEST_P(Faults, OfARunThatIsGoneOnWithLeaveItWhole) {
  const fs::path begun = folder_ / "begun", runs = folder_ / "runs";
  const int64_t stop = GetParam().stop_after;
  const RunResult part = train_task(task_, {.runs = runs, .quiet = true, .stop_after = stop});
  ASSERT_TRUE(part.history.interrupted);
  fs::rename(runs, begun);
  fail_each(
      runs, [&] { fs::copy(begun, runs, fs::copy_options::recursive); },
      [&] { resume_run(runs / "small-1", {.quiet = true}); });
  for (const char* operation : {"create", "write", "sync", "close", "rename", "sync folder", "append"})
    EXPECT_TRUE(failed_.contains(operation)) << operation;
}
INSTANTIATE_TEST_SUITE_P(Runs, Faults, ::testing::ValuesIn(runs),
                         [](const auto& info) { return std::string(info.param.says); });

}  // namespace
}  // namespace plumb
