// Tables that are kept: what is read from the cache is what was parsed, and a cache that fails is never an error.
#include "plumb/task/read_cache.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>

#include "plumb/core/file_faults.h"
#include "plumb/core/table_hash.h"
#include "plumb/data/table_file.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

Table table_of_all_types() {
  Table table;
  table.set("number", Column::numbers({1.5, NAN, -3}));
  table.set("integer", Column::integers({7, 0, -9}, {true, false, true}));
  table.set("boolean", Column::booleans({1, 0, 1}));
  table.set("category", Column::categories({1, -1, 0}, {"blue", "red"}));
  table.set("text", Column::texts({"one", std::nullopt, "t\"wo\n"}));
  table.set("date", Column::date_times({0, 86'400'000, 5}, {true, true, false}));
  return table;
}

TEST(TableFile, GivesTheSameTable) {
  const testing::ScratchFolder folder;
  const Table table = table_of_all_types();
  write_table(folder / "a.table", table);
  const auto read = read_table(folder / "a.table");
  ASSERT_TRUE(read);
  EXPECT_EQ(hash_table(*read), hash_table(table));
  EXPECT_EQ(read->at("category").words(), table.at("category").words());
  EXPECT_FALSE(read_table(folder / "none.table"));
}

TEST(TableFile, AnyDamagedByteIsFound) {
  const testing::ScratchFolder folder;
  const Table table = table_of_all_types();
  write_table(folder / "a.table", table);
  const std::string whole = testing::content(folder / "a.table");
  for (size_t at = 0; at < whole.size(); at += 7) {
    std::string broken = whole;
    broken[at] = static_cast<char>(broken[at] ^ 0x10);
    testing::put(folder / "b.table", broken);
    EXPECT_FALSE(read_table(folder / "b.table")) << at;
  }
  for (size_t size = 0; size < whole.size(); size += 11) {
    testing::put(folder / "b.table", whole.substr(0, size));
    EXPECT_FALSE(read_table(folder / "b.table")) << size;
  }
}

std::string failing_operation;  // "": all
int failing_with = 0;

int fail(const char* operation, const fs::path&) {
  return failing_operation.empty() || failing_operation == operation ? failing_with : 0;
}

class Cache : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;
  const char* before = std::getenv("PLUMB_CACHE");
  void SetUp() override { ::setenv("PLUMB_CACHE", (folder / "cache").c_str(), 1); }
  void TearDown() override { before ? ::setenv("PLUMB_CACHE", before, 1) : ::unsetenv("PLUMB_CACHE"); }
  /// More than 32 MB, in which the first cell is `first`.
  Source large(int first) {
    std::ofstream out(folder / "large.csv");
    out << "a,b,c\n" << first << ",word,0.5\n";
    for (int row = 0; row < 1'300'000; ++row) out << row << ",red word " << row % 10 << ",0.123456789\n";
    out.close();
    return source_of((folder / "large.csv").string());
  }
  /// Reads while operations that write fail so; the hash of the table.
  static uint64_t read_failing(const Source& source, const std::string& operation, int with) {
    failing_operation = operation;
    failing_with = with;
    set_file_fault(fail);
    const uint64_t hash = hash_table(read_cached(source, {}).table);
    set_file_fault(nullptr);
    return hash;
  }
  std::vector<fs::path> cached() {
    std::vector<fs::path> files;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder / "cache", none)) files.push_back(entry.path());
    return files;
  }
};

TEST_F(Cache, IsUsedWhileNothingChangesAndNeverStale) {
  const Source source = large(1);
  const uint64_t parsed = hash_table(source.read({}).table);
  EXPECT_EQ(hash_table(read_cached(source, {}).table), parsed);
  ASSERT_EQ(cached().size(), 1U);
  EXPECT_EQ(hash_table(read_cached(source, {}).table), parsed);
  EXPECT_EQ(cached().size(), 1U);

  const auto time = fs::last_write_time(folder / "large.csv");
  const Source changed = large(2);  // the same size, and with the same time
  fs::last_write_time(folder / "large.csv", time);
  EXPECT_EQ(read_cached(changed, {}).table.at("a").number(0), 2);
  EXPECT_EQ(read_cached(changed, {.types = {{"a", ColumnType::text}}}).table.at("a").type(), ColumnType::text);
  EXPECT_EQ(read_cached(changed, {.missing = {"2"}}).table.at("a").missing(0), true);
  EXPECT_EQ(cached().size(), 4U);
}

TEST_F(Cache, OfWhichAFileIsDamagedIsMadeAgain) {
  const Source source = large(1);
  const uint64_t parsed = hash_table(read_cached(source, {}).table);
  ASSERT_EQ(cached().size(), 1U);
  const fs::path file = cached().front();
  const std::string whole = testing::content(file);
  std::string broken = whole;
  broken[broken.size() - 100] ^= 1;
  testing::put(file, broken);
  EXPECT_EQ(hash_table(read_cached(source, {}).table), parsed);
  EXPECT_EQ(testing::content(file), whole);
}

TEST_F(Cache, ThatCannotBeWrittenToIsNotUsed) {
  testing::put(folder / "cache", "a file, so no folder can be there");
  const Source source = large(1);
  EXPECT_EQ(read_cached(source, {}).table.rows(), 1'300'001);
  ::setenv("PLUMB_CACHE", "off", 1);
  EXPECT_FALSE(cache_folder());
  EXPECT_EQ(read_cached(source, {}).table.rows(), 1'300'001);
}

/// A service or a container may have no home.
TEST_F(Cache, ThatHasNoPlaceIsNotUsed) {
  const std::pair<const char*, std::string> places[] = {
      {"PLUMB_CACHE", "c"}, {"XDG_CACHE_HOME", "c/plumb"}, {"HOME", "c/.cache/plumb"}};
  std::map<const char*, std::optional<std::string>> had;
  for (const auto& [name, path] : places) {
    const char* text = std::getenv(name);
    had[name] = text ? std::optional<std::string>(text) : std::nullopt;
    ::unsetenv(name);
  }
  const Source source = large(1);
  const auto before = testing::snapshot(folder.path()).size();
  EXPECT_FALSE(cache_folder());
  const uint64_t parsed = hash_table(source.read({}).table);
  EXPECT_EQ(hash_table(read_cached(source, {}).table), parsed);
  EXPECT_EQ(hash_table(read_cached(source, {}).table), parsed);
  EXPECT_EQ(testing::snapshot(folder.path()).size(), before);
  for (const auto& [name, path] : places) {  // one that is empty counts as one that is not set
    ::setenv(name, "", 1);
    EXPECT_FALSE(cache_folder()) << name;
    ::setenv(name, "c", 1);
    EXPECT_EQ(cache_folder(), Path(path)) << name;
    ::unsetenv(name);
  }
  for (const auto& [name, text] : had) text ? ::setenv(name, text->c_str(), 1) : ::unsetenv(name);
}

TEST_F(Cache, ThatIsReadOnlyIsUsedForWhatItHolds) {
  const Source source = large(1);
  read_cached(source, {});
  ASSERT_EQ(cached().size(), 1U);
  Table kept = *read_table(cached().front());
  kept.set("b", Column::integers(std::vector<int64_t>(kept.rows(), 7)));  // which no parsing of the file gives
  write_table(cached().front(), kept);
  EXPECT_EQ(read_failing(source, "", EROFS), hash_table(kept)) << "was parsed";
  const Source other = large(2);
  EXPECT_EQ(read_failing(other, "", EROFS), hash_table(other.read({}).table));
  EXPECT_EQ(cached().size(), 1U);
}

TEST_F(Cache, ThatFailsWhileItIsFilledLeavesTheTableAndNoFile) {
  const Source source = large(1);
  const uint64_t parsed = hash_table(source.read({}).table);
  for (const char* operation : {"make folder", "create", "write", "sync", "close", "rename"}) {
    EXPECT_EQ(read_failing(source, operation, ENOSPC), parsed) << operation;
    EXPECT_TRUE(cached().empty()) << operation;
  }
  EXPECT_EQ(hash_table(read_cached(source, {}).table), parsed);
  EXPECT_EQ(cached().size(), 1U) << "a cache that failed once is used again";
}

TEST_F(Cache, LeavesSmallFilesAndPartsAlone) {
  testing::put(folder / "small.csv", "a\n1\n2\n");
  EXPECT_EQ(read_cached(source_of((folder / "small.csv").string()), {}).table.rows(), 2);
  EXPECT_EQ(read_cached(large(1), {.limit = 10}).table.rows(), 10);
  EXPECT_TRUE(cached().empty());
}

TEST_F(Cache, RemovesWhatWasUsedLeastLately) {
  fs::create_directories(folder / "cache");
  const auto now = fs::file_time_type::clock::now();
  for (int i = 0; i < 3; ++i) {
    const fs::path file = folder / "cache" / (std::to_string(i) + ".table");
    testing::put(file, std::string(100, 'x'));
    fs::last_write_time(file, now - std::chrono::hours(i == 1 ? 9 : i));
  }
  make_room(folder / "cache", 50, 300);
  EXPECT_EQ(cached().size(), 2U);
  EXPECT_FALSE(fs::exists(folder / "cache" / "1.table"));
}

}  // namespace
}  // namespace plumb
