#include "plumb/data/jsonl.h"

#include <gtest/gtest.h>

#include "tests/support/program.h"

namespace plumb {
namespace {

TEST(Jsonl, NamesMayComeLateAndCellsMayBeMissing) {
  const testing::ScratchFolder folder;
  testing::put(folder / "rows.jsonl",
               "{\"age\": 38, \"city\": \"ulm\"}\n\n{\"city\": null, \"member\": true}\n{\"age\": 2.5}\n");
  const Table table = source_of((folder / "rows.jsonl").string()).read({}).table;
  EXPECT_EQ(table.names(), (std::vector<std::string>{"age", "city", "member"}));
  EXPECT_EQ(table.rows(), 3);
  EXPECT_EQ(table.at("age").type(), ColumnType::number);
  EXPECT_EQ(table.at("age").number(2), 2.5);
  EXPECT_TRUE(table.at("age").missing(1));
  EXPECT_TRUE(table.at("city").missing(1));
  EXPECT_EQ(table.at("member").type(), ColumnType::boolean);
}

TEST(Jsonl, BrokenLinesAreNamedOrSkipped) {
  const testing::ScratchFolder folder;
  testing::put(folder / "rows.jsonl", "{\"age\": 38}\n{\"age\": [1, 2]}\n{\"age\"\n[3]\n{\"age\": 4}\n");
  const Source source = source_of((folder / "rows.jsonl").string());
  try {
    source.read({});
    FAIL() << "read a broken line";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("rows.jsonl:2: \"age\" holds a list; one value is wanted"),
              std::string::npos)
        << error.what();
  }
  const ReadResult result = source.read({.on_error = OnError::skip});
  EXPECT_EQ(result.table.rows(), 2);
  EXPECT_EQ(result.skipped.size(), 3U);
}

TEST(Jsonl, ACellThatIsNotOfItsTypeIsNamedOrItsRowSkipped) {
  const testing::ScratchFolder folder;
  testing::put(folder / "rows.jsonl",
               "{\"code\": 1, \"age\": 38}\n{\"code\": 2, \"age\": \"old\"}\n{\"code\": \"x\", \"age\": 4}\n");
  const Source source = source_of((folder / "rows.jsonl").string());
  ReadSettings settings{.types = {{"age", ColumnType::number}}};
  try {
    source.read(settings);
    FAIL() << "read a word as a number";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("rows.jsonl:2: column \"age\": \"old\" is not a number; fix the cell"),
              std::string::npos)
        << error.what();
  }
  settings.on_error = OnError::skip;
  const ReadResult result = source.read(settings);
  ASSERT_EQ(result.table.rows(), 2);
  EXPECT_EQ(result.table.at("age").number(1), 4);
  EXPECT_EQ(result.table.at("code").text(0), "1");  // words after all, from the second time over the rows
  EXPECT_EQ(result.table.at("code").text(1), "x");
  EXPECT_EQ(result.skipped.size(), 1U);
}

}  // namespace
}  // namespace plumb
