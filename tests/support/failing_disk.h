#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "plumb/core/file_faults.h"
#include "plumb/core/safetensors.h"
#include "plumb/onnx/model.h"
#include "plumb/task/read_task.h"
#include "plumb/train/event_file.h"
#include "tests/support/program.h"

/// Disks that are full or fail, and what they must leave behind.
namespace plumb::testing {

/// While it lives, operation number `at` on a file or folder fails: once, or as all that follow it (a disk that stays
/// full). One at a time.
class FailingDisk {
 public:
  struct How {
    const char* says;
    int number;
    bool stays;
  };
  static constexpr How full{"No space left on device", ENOSPC, true}, flaky{"Input/output error", EIO, false};

  FailingDisk(int at, const How& how) : at_(at), how_(how) {
    now_ = this;
    set_file_fault(
        [](const char* operation, const std::filesystem::path& path) { return now_->fault(operation, path); });
  }
  ~FailingDisk() { set_file_fault(nullptr); }
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;
  bool reached() const { return seen_ >= at_; }
  /// The operation that failed first, "" while none did.
  const std::string& failed() const { return failed_; }
  /// The error that it must become: the machine's, with the file or folder and with the reason.
  void expect(const Error& error) const {
    const std::string message = error.what();
    EXPECT_EQ(error.exit_code(), 4) << message;
    EXPECT_NE(message.find(path_), std::string::npos) << "names no file: " << message;
    EXPECT_NE(message.find(how_.says), std::string::npos) << "names no reason: " << message;
  }

 private:
  int fault(const char* operation, const std::filesystem::path& path) {
    if (++seen_ < at_ || (seen_ > at_ && !how_.stays)) return 0;
    if (seen_ == at_) {
      failed_ = operation;
      path_ = path.string();
    }
    return how_.number;
  }
  static inline FailingDisk* now_ = nullptr;
  const int at_;
  const How how_;
  int seen_ = 0;
  std::string failed_ = {}, path_ = {};
};

/// Temporary files in memory, where the system has such a place: failures are made here, and thousands of syncs of a
/// real disk take minutes.
class TemporaryInMemory {
 public:
  TemporaryInMemory() {
    if (::access("/dev/shm", W_OK) == 0) ::setenv("TMPDIR", "/dev/shm", 1);
  }
  ~TemporaryInMemory() { had_ ? ::setenv("TMPDIR", before_.c_str(), 1) : ::unsetenv("TMPDIR"); }
  TemporaryInMemory(const TemporaryInMemory&) = delete;
  TemporaryInMemory& operator=(const TemporaryInMemory&) = delete;

 private:
  const char* const had_ = std::getenv("TMPDIR");
  const std::string before_ = had_ ? had_ : "";
};

/// Whether records follow each other up to the end of a file of TensorBoard's.
inline bool holds_whole_records(std::string_view file) {
  while (!file.empty()) {
    uint64_t size = 0;
    if (file.size() < sizeof size) return false;
    std::memcpy(&size, file.data(), sizeof size);
    const size_t around = record_of("").size();
    if (file.size() < around || size > file.size() - around) return false;
    if (file.substr(0, around + size) != record_of(file.substr(sizeof size + sizeof(uint32_t), size))) return false;
    file.remove_prefix(around + size);
  }
  return true;
}

/// Every file that is kept is whole, and no temporary is there.
inline void expect_whole_files(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder)) return;
  for (const auto& [path, text] : snapshot(folder)) {
    const std::filesystem::path file(path);
    const std::string ending = file.extension().string();
    const bool of_lines = ending == ".jsonl" || ending == ".csv" || ending == ".md";
    EXPECT_TRUE(!of_lines || text.empty() || text.ends_with('\n')) << path;
    EXPECT_TRUE(ending != ".svg" || text.ends_with("</svg>\n")) << path;
    EXPECT_NE(file.filename().string().front(), '.') << path << " is left over";
    try {
      if (ending == ".json") parse_json(text, path);
      if (file.filename().string().starts_with("events."))
        EXPECT_TRUE(holds_whole_records(text)) << path;
      else if (ending == ".safetensors" || ending == ".plumb")
        parse_safetensors(text, path);
      if (ending == ".onnx") onnx::read(text, path);
      if (ending == ".yaml") read_task(path);
    } catch (const Error& error) {
      ADD_FAILURE() << path << ": " << error.what();
    }
  }
}

}  // namespace plumb::testing
