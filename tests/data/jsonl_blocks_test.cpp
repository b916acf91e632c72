// JSON lines of several blocks: as a table and as chunks the same rows in the same types.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "plumb/data/jsonl.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

constexpr int64_t rows = 240'000;  // about 17 MB, so five blocks

std::string rows_text(int64_t word_at = -1) {
  std::string text;
  for (int64_t i = 0; i < rows; ++i) {
    text += fmt::format("{{\"whole\": {}, \"part\": {}.5, \"late\": {}, \"kind\": \"{}\"", i, i % 1000,
                        i == word_at ? "\"word\"" : std::to_string(i % 7), i % 3 == 0 ? "red" : "blue");
    text += i > rows / 2 && i % 4 != 0 ? fmt::format(", \"new\": {}}}\n", i % 9) : "}\n";
  }
  return text;
}

void expect_row(const Table& table, int64_t at, int64_t i, bool late_is_word) {
  ASSERT_EQ(table.at("whole").number(at), static_cast<double>(i));
  ASSERT_EQ(table.at("part").number(at), static_cast<double>(i % 1000) + 0.5);
  ASSERT_EQ(table.at("late").shown(at), late_is_word ? "word" : std::to_string(i % 7));
  ASSERT_EQ(table.at("kind").text(at), i % 3 == 0 ? "red" : "blue");
  const bool has_new = i > rows / 2 && i % 4 != 0;
  ASSERT_EQ(table.at("new").missing(at), !has_new) << i;
  if (has_new) {
    ASSERT_EQ(table.at("new").number(at), static_cast<double>(i % 9));
  }
}

TEST(JsonlBlocks, AreOneTableAndChunksOfTheSameTypes) {
  const testing::ScratchFolder folder;
  const Jsonl reader = Jsonl::from_path((folder / "big.jsonl").string());
  for (const int64_t word_at : {int64_t{-1}, rows - 5}) {
    testing::put(folder / "big.jsonl", rows_text(word_at));
    const Table whole = reader.read({}).table;
    ASSERT_EQ(whole.rows(), rows);
    for (int64_t i = 0; i < rows; ++i) expect_row(whole, i, i, i == word_at);
    const auto chunks = reader.chunks({});
    ASSERT_TRUE(chunks);
    EXPECT_GE(chunks->count(), 4);
    int64_t row = 0;
    for (int64_t c = 0; c < chunks->count(); ++c) {
      const Table chunk = chunks->read(c);
      EXPECT_EQ(chunk.rows(), chunks->rows(c));
      EXPECT_EQ(chunk.names(), whole.names());
      for (const std::string& name : whole.names()) EXPECT_EQ(chunk.at(name).type(), whole.at(name).type()) << name;
      for (int64_t i = 0; i < chunk.rows(); ++i, ++row) expect_row(chunk, i, row, row == word_at);
    }
    EXPECT_EQ(row, rows);
    EXPECT_EQ(reader.chunks({})->fingerprint(), chunks->fingerprint());
  }
}

TEST(JsonlBlocks, SmallAndPackedFilesHaveNoChunks) {
  const testing::ScratchFolder folder;
  testing::put(folder / "few.jsonl", "{\"a\": 1}\n");
  EXPECT_FALSE(Jsonl::from_path((folder / "few.jsonl").string()).chunks({}));
}

TEST(JsonlBlocks, ALimitIsKept) {
  const testing::ScratchFolder folder;
  testing::put(folder / "big.jsonl", rows_text());
  EXPECT_EQ(Jsonl::from_path((folder / "big.jsonl").string()).read({.limit = 1234}).table.rows(), 1234);
}

}  // namespace
}  // namespace plumb
