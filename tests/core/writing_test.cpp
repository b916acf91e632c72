// Whatever operation fails while a file is written: the old file stays, nothing half-written is left, the message says
// which file and why. And nothing else in the tree writes files.
#include <gtest/gtest.h>

#include <cerrno>
#include <cmath>
#include <fstream>
#include <regex>

#include "plumb/core/files.h"
#include "plumb/core/hash.h"
#include "plumb/core/table_hash.h"
#include "tests/support/failing_operation.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

/// Of an action that finds the disk full in this operation.
std::string message_of(const char* operation, const std::function<void()>& action) {
  return testing::message_of(operation, ENOSPC, action);
}

class FailedWrite : public ::testing::TestWithParam<const char*> {};

TEST_P(FailedWrite, LeavesTheOldFileAndNoOther) {
  const testing::ScratchFolder folder;
  const Path file = folder / "a";
  write_file(file, "old");
  EXPECT_EQ(message_of(GetParam(), [&] { write_file(file, "new"); }),
            "cannot write " + file.string() + ": No space left on device; free some space, or write elsewhere");
  EXPECT_EQ(read_file(file), std::string(GetParam()) == "sync folder" ? "new" : "old");
  EXPECT_EQ(testing::snapshot(folder.path()).size(), 1U);
  write_file(file, "new");
  EXPECT_EQ(read_file(file), "new");
}
INSTANTIATE_TEST_SUITE_P(Operations, FailedWrite,
                         ::testing::Values("create", "write", "sync", "close", "rename", "sync folder"));

TEST(Writing, AFailedAppendEndsWhereItBegan) {
  const testing::ScratchFolder folder;
  const Path file = folder / "log";
  append_file(file, 0, "one ");
  append_file(file, 4, "two ");
  EXPECT_NE(message_of("write", [&] { append_file(file, 8, "three "); }).find("No space left"), std::string::npos);
  EXPECT_EQ(read_file(file), "one two ");
  append_file(file, 4, "2 ");  // what came after is not wanted any more
  EXPECT_EQ(read_file(file), "one 2 ");
}

TEST(Writing, FoldersAndTemporariesSayWhatFails) {
  const testing::ScratchFolder folder;
  EXPECT_NE(message_of("make folder", [&] { make_folder(folder / "a/b"); }).find((folder / "a/b").string()),
            std::string::npos);
  EXPECT_NE(message_of("write", [&] { write_temporary("rows", ".csv"); }).find(".csv"), std::string::npos);
  EXPECT_TRUE(claim_folder(folder / "c"));
  EXPECT_FALSE(claim_folder(folder / "c"));
}

TEST(Writing, WhatAKilledProcessLeftIsRemovedAndNothingElse) {
  const testing::ScratchFolder folder;
  for (const char* name : {".a.json.x1y2z3.part", ".hidden", "b.part"}) testing::put(folder / name, "half");
  remove_temporaries(folder.path());
  EXPECT_FALSE(fs::exists(folder / ".a.json.x1y2z3.part"));
  EXPECT_TRUE(fs::exists(folder / ".hidden"));
  EXPECT_TRUE(fs::exists(folder / "b.part"));
}

/// The one other place: the stream of a child process, which the kernel opens for it.
bool is_stream_of_child(const std::string& name, const std::string& line) {
  return name == "plumb/task/child.cpp" && line.find("posix_spawn_file_actions_addopen(") != std::string::npos;
}

TEST(Writing, NothingElseInTheTreeWritesFiles) {
  const std::regex writer(
      R"(\bofstream\b|\bfstream\s+\w+[({]|\bfopen\(|\bmkstemps?\(|\bmkostemps?\(|\bO_(WRONLY|RDWR|CREAT)\b|\bcreate_director)"
      R"(|fs::(rename|copy)|filesystem::(rename|copy)|FileOutputStream|\bgzopen\()");
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(testing::source_dir() / "plumb")) {
    const std::string name = entry.path().lexically_relative(testing::source_dir()).string();
    if (!entry.is_regular_file() || name == "plumb/core/writing.cpp") continue;
    ++files;
    std::ifstream in(entry.path());
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      EXPECT_FALSE(std::regex_search(line, writer) && !is_stream_of_child(name, line))
          << name << ':' << number << ": write through core/files.h: " << line;
    }
  }
  EXPECT_GT(files, 300);
}

TEST(Hash, OfATableSeesNamesTypesCellsAndWhatIsMissing) {
  const auto table = [](const std::string& name, Column column) {
    Table made;
    made.set(name, std::move(column));
    return made;
  };
  const std::vector<Table> all{
      table("a", Column::integers({1, 2})),
      table("b", Column::integers({1, 2})),
      table("a", Column::integers({1, 3})),
      table("a", Column::integers({0, 2})),
      table("a", Column::integers({0, 2}, {false, true})),
      table("a", Column::date_times({1, 2})),
      table("a", Column::numbers({1, 2})),
      table("a", Column::numbers({1, NAN})),
      table("a", Column::booleans({1, 0})),
      table("a", Column::categories({0, 1}, {"x", "y"})),
      table("a", Column::categories({0, 1}, {"x", "z"})),
      table("a", Column::categories({0, -1}, {"x", "y"})),
      table("a", Column::texts({"x", "y"})),
      table("a", Column::texts({"xy", ""})),
      table("a", Column::texts({"xy", std::nullopt})),
      table("a", Column::lists({1, 2, 3}, {0, 1, 3})),
      table("a", Column::lists({1, 2, 3}, {0, 2, 3})),
      table("a", Column::images({1, 2}, {0, 1, 2}, {{1, 1, 1}, {1, 1, 1}})),
      table("a", Column::images({1, 3}, {0, 1, 2}, {{1, 1, 1}, {1, 1, 1}})),
  };
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(hash_table(all[i]), hash_table(all[i].take(std::vector<int64_t>{0, 1}))) << i;
    for (size_t j = 0; j < i; ++j) EXPECT_NE(hash_table(all[i]), hash_table(all[j])) << i << ' ' << j;
  }
}

TEST(Hash, SeesEveryByteAndItsPlace) {
  std::string bytes(100, 'a');
  const uint64_t whole = hash_bytes(bytes.data(), bytes.size());
  EXPECT_EQ(whole, hash_bytes(bytes.data(), bytes.size()));
  EXPECT_NE(whole, hash_bytes(bytes.data(), bytes.size() - 1));
  EXPECT_NE(whole, hash_bytes(bytes.data(), bytes.size(), 1));
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string other = bytes;
    other[i] = 'b';
    EXPECT_NE(whole, hash_bytes(other.data(), other.size())) << i;
  }
  EXPECT_EQ(hash_text(255), "00000000000000ff");
}

}  // namespace
}  // namespace plumb
