// Files of several blocks: what a thread finds in its block is put together as if one had read it all.
#include <gtest/gtest.h>

#include "plumb/core/files.h"
#include "plumb/data/csv.h"
#include "plumb/data/csv_scanner.h"
#include "plumb/data/text_blocks.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

constexpr int64_t rows = 300'000;  // about 20 MB, so five blocks

/// A file whose cells follow from the number of the row. `word_at`: a row whose `late` cell is a word.
std::string rows_text(int64_t word_at = -1) {
  std::string text = "whole,part,late,kind,note,gap\n";
  for (int64_t i = 0; i < rows; ++i)
    text += fmt::format("{},{}.5,{},{},\"line {}\nof \"\"two\"\", quoted\",{}\n", i, i % 1000,
                        i == word_at ? "word" : std::to_string(i % 7), i % 3 == 0 ? "red" : "blue", i % 50,
                        i % 4 == 0 ? "" : std::to_string(i % 9));
  return text;
}

class CsvBlocks : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;
  Csv put(const std::string& text) {
    testing::put(folder / "big.csv", text);
    return Csv::from_path((folder / "big.csv").string());
  }
};

void expect_row(const Table& table, int64_t at, int64_t i, bool late_is_word) {
  ASSERT_EQ(table.at("whole").number(at), static_cast<double>(i));
  ASSERT_EQ(table.at("part").number(at), static_cast<double>(i % 1000) + 0.5);
  ASSERT_EQ(table.at("late").shown(at), late_is_word ? "word" : std::to_string(i % 7));
  ASSERT_EQ(table.at("kind").text(at), i % 3 == 0 ? "red" : "blue");
  ASSERT_EQ(table.at("note").text(at), fmt::format("line {}\nof \"two\", quoted", i % 50));
  ASSERT_EQ(table.at("gap").missing(at), i % 4 == 0);
  if (i % 4 != 0) {
    ASSERT_EQ(table.at("gap").number(at), static_cast<double>(i % 9));
  }
}

std::vector<std::string> types_of(const Table& table) {
  std::vector<std::string> types;
  for (const std::string& name : table.names()) types.emplace_back(name_of(table.at(name).type()));
  return types;
}

TEST_F(CsvBlocks, AreOneTable) {
  const Table table = put(rows_text()).read({}).table;
  ASSERT_EQ(table.rows(), rows);
  EXPECT_EQ(types_of(table),
            (std::vector<std::string>{"integer", "number", "integer", "category", "category", "integer"}));
  EXPECT_EQ(table.at("kind").words(), (std::vector<std::string>{"blue", "red"}));
  for (int64_t i = 0; i < rows; ++i) expect_row(table, i, i, false);
}

TEST_F(CsvBlocks, AWordInTheLastOneMakesWordsOfAll) {
  const Table table = put(rows_text(rows - 5)).read({}).table;
  EXPECT_EQ(table.at("late").type(), ColumnType::category);
  EXPECT_EQ(table.at("late").words().size(), 8U);
  for (int64_t i = 0; i < rows; i += 997) expect_row(table, i, i, i == rows - 5);
  expect_row(table, rows - 5, rows - 5, true);
}

TEST_F(CsvBlocks, ChunksAreTheSameRowsInTheSameTypes) {
  for (const int64_t word_at : {int64_t{-1}, rows - 5}) {
    const Csv csv = put(rows_text(word_at));
    const Table whole = csv.read({}).table;
    const auto chunks = csv.chunks({});
    ASSERT_TRUE(chunks);
    EXPECT_GE(chunks->count(), 4);
    int64_t row = 0;
    for (int64_t c = 0; c < chunks->count(); ++c) {
      const Table chunk = chunks->read(c);
      EXPECT_EQ(chunk.rows(), chunks->rows(c));
      EXPECT_EQ(types_of(chunk), types_of(whole));
      for (int64_t i = 0; i < chunk.rows(); ++i, ++row) expect_row(chunk, i, row, row == word_at);
    }
    EXPECT_EQ(row, rows);
    EXPECT_EQ(csv.chunks({})->fingerprint(), chunks->fingerprint());
  }
}

TEST_F(CsvBlocks, ANumberAmongWholeOnesThatWereToldMakesNumbersOfAllChunks) {
  std::string text = rows_text();
  text.replace(text.rfind("\n" + std::to_string(rows - 2) + ",") + 1, 1, "0.");
  const auto chunks = put(text).chunks({.types = {{"whole", ColumnType::integer}}});
  ASSERT_TRUE(chunks);
  for (int64_t c = 0; c < chunks->count(); ++c) EXPECT_EQ(chunks->read(c).at("whole").type(), ColumnType::number) << c;
}

TEST_F(CsvBlocks, OtherRowsHaveAnotherFingerprintAndAreRefusedWhileReading) {
  const Csv csv = put(rows_text());
  const auto before = csv.chunks({});
  put(rows_text(rows - 5));
  EXPECT_NE(csv.chunks({})->fingerprint(), before->fingerprint());
  EXPECT_THROW(before->read(before->count() - 1), Error);
}

TEST_F(CsvBlocks, TheFirstBadRowIsNamedWithItsLine) {
  std::string text = rows_text();
  text += "1,2\n";  // line 1 + 2 * rows + 1
  text.insert(text.find("\n200000,") + 1, "7,8\n");
  const Csv csv = put(text);
  try {
    csv.read({});
    FAIL() << "bad rows were taken";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(":400002: 2 cells, expected 6"), std::string::npos) << error.what();
  }
  const ReadResult skipped = csv.read({.on_error = OnError::skip});
  EXPECT_EQ(skipped.table.rows(), rows);
  ASSERT_EQ(skipped.skipped.size(), 2U);
  EXPECT_NE(skipped.skipped[1].where.find(fmt::format(":{}", 2 * rows + 3)), std::string::npos)
      << skipped.skipped[1].where;
  EXPECT_EQ(csv.chunks({.on_error = OnError::skip})->skipped().size(), 2U);
}

TEST_F(CsvBlocks, SmallFilesHaveNoChunks) { EXPECT_EQ(put("a,b\n1,2\n").chunks({}), nullptr); }

TEST_F(CsvBlocks, TheFirstRowsAreReadFromTheFirstBlock) {
  const Table table = put(rows_text()).read({.limit = 100'000}).table;
  ASSERT_EQ(table.rows(), 100'000);
  expect_row(table, 99'999, 99'999, false);
}

TEST(EndOfRows, IsNotInsideQuotes) {
  const CsvDialect dialect;
  EXPECT_EQ(end_of_rows("1,2\n3,4\n", dialect), 8U);
  EXPECT_EQ(end_of_rows("1,2\n3,\"4\n", dialect), 4U);
  EXPECT_EQ(end_of_rows("\"1\n", dialect), 0U);
  EXPECT_EQ(end_of_rows("1,5\" pipe\n3,4\n", dialect), 14U);  // a quote inside of a cell opens nothing
  EXPECT_EQ(end_of_rows("\"a\nb\",2\n\"c\n", dialect), 8U);
  EXPECT_EQ(end_of_rows("1,\"a\"\"\n\"\n3,4\n", dialect), 13U);  // a doubled one closes nothing
}

}  // namespace
}  // namespace plumb
