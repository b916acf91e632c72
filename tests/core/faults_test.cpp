// Which failures of a sync are failures, that a log is on the disk before a checkpoint counts on it, and that nobody
// works on for a file that cannot be written any more.
#include <gtest/gtest.h>

#include <cerrno>
#include <vector>

#include "plumb/core/files.h"
#include "tests/support/failing_operation.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

using testing::message_of;

TEST(CoreFaults, AFolderThatCannotBeSyncedIsATroubleOnlyWhereTheDiskIs) {
  const testing::ScratchFolder folder;
  const Path file = folder / "a";
  const auto write = [&] { write_file(file, "new"); };
  const auto append = [&] { append_file(file, 0, "new"); };
  const std::pair<int, const char*> troubles[] = {
      {EIO, "Input/output error"}, {ENOSPC, "No space left on device"}, {EDQUOT, "Disk quota exceeded"}};
  for (const auto& [number, reason] : troubles)
    for (const auto& action : {std::function<void()>(write), std::function<void()>(append)}) {
      const std::string message = message_of("sync folder", number, action);
      EXPECT_TRUE(message.starts_with("cannot write " + file.string() + ": " + reason)) << message;
    }
  for (const int number : {EINVAL, ENOTSUP, EBADF, EROFS}) {  // of file systems that have no such thing
    EXPECT_EQ(message_of("sync folder", number, write), "") << number;
    EXPECT_EQ(message_of("sync folder", number, append), "") << number;
  }
  EXPECT_EQ(read_file(file), "new");
}

TEST(CoreFaults, AnAppendIsOnTheDiskBeforeItCounts) {
  const testing::ScratchFolder folder;
  const Path file = folder / "log";
  using Names = std::vector<std::string>;
  EXPECT_EQ(message_of("", 0, [&] { append_file(file, 0, "one "); }), "");
  EXPECT_EQ(testing::operations_seen, (Names{"append", "write", "sync", "sync folder"}));  // its name is new
  EXPECT_EQ(message_of("", 0, [&] { append_file(file, 4, "two "); }), "");
  EXPECT_EQ(testing::operations_seen, (Names{"append", "write", "sync"}));
  EXPECT_NE(message_of("sync", EDQUOT, [&] { append_file(file, 8, "three "); }).find("Disk quota exceeded"),
            std::string::npos);
  EXPECT_EQ(read_file(file), "one two ");
  EXPECT_EQ(message_of("sync", EINVAL, [&] { append_file(file, 8, "three "); }), "");  // of a pipe
  EXPECT_EQ(read_file(file), "one two three ");
}

TEST(CoreFaults, NobodyWorksOnForAFullDisk) {
  const testing::ScratchFolder folder;
  const Path file = folder / "answers.csv";
  int pieces = 0;
  const auto write = [&](std::ostream& out) {
    for (; pieces < 100; ++pieces) out << std::string(100'000, 'x');
  };
  EXPECT_EQ(message_of("write", ENOSPC, [&] { write_file(file, write); }),
            "cannot write " + file.string() + ": No space left on device; free some space, or write elsewhere");
  EXPECT_LE(pieces, 1);
  EXPECT_TRUE(testing::snapshot(folder.path()).empty());
}

/// A failure that follows from that of the disk is not what is told.
TEST(CoreFaults, TheDiskIsTheReasonOfWhatItMadeFail) {
  const testing::ScratchFolder folder;
  const auto write = [](std::ostream& out) {
    try {
      out << std::string(100'000, 'x');
    } catch (const std::ios_base::failure&) {
      throw Error("the writer of this format stopped");
    }
  };
  const std::string message = message_of("write", EIO, [&] { write_file(folder / "a", write); });
  EXPECT_NE(message.find("Input/output error"), std::string::npos) << message;
  EXPECT_EQ(message_of("none", 0, [&] { write_file(folder / "a", write); }), "");
  EXPECT_EQ(read_file(folder / "a").size(), 100'000U);
}

}  // namespace
}  // namespace plumb
