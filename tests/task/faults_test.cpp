// Disks that are full or fail: whichever operation on a file it is, what was saved before stays whole, one message
// names file and reason, and the run goes on to the same bits once there is space again.
#include "plumb/core/file_faults.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <set>

#include "plumb/core/safetensors.h"
#include "tests/task/small_run.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

int failing = 0, seen = 0;
std::set<std::string> failed_operations;

int fail_once(const char* operation, const fs::path&) {
  if (++seen != failing) return 0;
  failed_operations.insert(operation);
  return seen % 2 ? ENOSPC : EIO;
}

/// Every file that a run keeps can be read, and no temporary is there.
void expect_readable(const fs::path& folder) {
  if (!fs::exists(folder)) return;
  for (const auto& [path, text] : testing::snapshot(folder)) {
    const fs::path file(path);
    EXPECT_NE(file.filename().string().front(), '.') << path << " is left over";
    try {
      if (file.extension() == ".json") parse_json(text, path);
      if (file.extension() == ".safetensors") parse_safetensors(text, path);
      if (file.filename() == "task.yaml") read_task(path);
    } catch (const Error& error) {
      ADD_FAILURE() << path << ": " << error.what();
    }
  }
}

class Faults : public ::testing::TestWithParam<int> {};

TEST_P(Faults, LeaveThePreviousStateWhole) {
  const testing::ScratchFolder folder;
  testing::put_small_task(folder, "5 steps", 2, GetParam());
  const Task task = read_task((folder / "task.yaml").string());
  const auto reference = testing::result_of(train_task(task, {.runs = folder / "whole", .quiet = true}).folder);
  failed_operations.clear();
  bool failed = true;
  ::testing::internal::CaptureStderr();
  for (failing = 1; failed; ++failing) {
    SCOPED_TRACE("operation " + std::to_string(failing));
    const fs::path runs = folder / ("runs-" + std::to_string(failing)), run = runs / "small-1";
    seen = 0;
    set_file_fault(fail_once);
    failed = false;
    try {
      train_task(task, {.runs = runs, .quiet = true});
    } catch (const Error& error) {
      failed = true;
      const std::string message = error.what();
      EXPECT_EQ(error.exit_code(), 4) << message;
      EXPECT_TRUE(message.find(runs.string()) != std::string::npos) << "names no file: " << message;
      EXPECT_TRUE(message.find(failing % 2 ? "No space left on device" : "Input/output error") != std::string::npos)
          << "names no reason: " << message;
      if (fs::exists(run)) {
        EXPECT_NE(message.find("plumb resume " + run.string()), std::string::npos) << message;
      }
    }
    set_file_fault(nullptr);
    EXPECT_EQ(failed, seen >= failing) << "a failed operation went unnoticed";
    expect_readable(runs);
    if (!failed) break;
    if (fs::exists(run)) {
      if (!fs::exists(run / "metrics.json") || fs::exists(run / "checkpoints")) resume_run(run, {.quiet = true});
    } else {
      EXPECT_TRUE(!fs::exists(runs) || fs::is_empty(runs)) << "a begun run lacks its task";
      train_task(task, {.runs = runs, .quiet = true});
    }
    testing::expect_same(reference, testing::result_of(run));
    if (HasFailure()) break;
  }
  ::testing::internal::GetCapturedStderr();
  EXPECT_GT(failing, 60);
  for (const char* operation : {"make folder", "create", "write", "sync", "close", "rename", "sync folder", "append"})
    EXPECT_TRUE(failed_operations.contains(operation)) << operation;
}
INSTANTIATE_TEST_SUITE_P(Folds, Faults, ::testing::Values(0, 2));

}  // namespace
}  // namespace plumb
