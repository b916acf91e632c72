// What Arrow read stays where it lies: columns of one chunk use its memory, the others are copied once.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "plumb/core/files.h"
#include "plumb/core/table_hash.h"
#include "plumb/data/arrow_plugin.h"
#include "plumb/data/source.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

std::string file(const std::string& name) { return (testing::source_dir() / "tests/data/formats" / name).string(); }

Table read(const std::string& name, const ReadSettings& settings = {}) {
  return source_of(file(name)).read(settings).table;
}

constexpr int64_t rows = 1100;

TEST(Arrow, CellsAreThoseOfTheFile) {
  for (const char* name : {"place.feather", "place.parquet"}) {
    SCOPED_TRACE(name);
    const Table table = read(name);
    ASSERT_EQ(table.rows(), rows);
    for (int64_t row = 0; row < rows; ++row) {
      EXPECT_EQ(table.at("number").number(row), 0.5 * static_cast<double>(row));
      for (const char* column : {"marked", "gappy"}) ASSERT_EQ(table.at(column).missing(row), row % 5 == 0) << column;
      EXPECT_EQ(table.at("integer").missing(row), row % 7 == 0);
      EXPECT_EQ(table.at("integer").integers()[static_cast<size_t>(row)], row % 7 == 0 ? 0 : 3 * row);
      EXPECT_EQ(table.at("time").integers()[static_cast<size_t>(row)], 1000 * row);
      EXPECT_EQ(table.at("large").shown(row), row % 50 == 0 ? "" : "large " + std::to_string(row));
      EXPECT_EQ(table.at("large").missing(row), row % 50 == 0);
      EXPECT_EQ(table.at("small").text(row), "small " + std::to_string(row));
      EXPECT_EQ(table.at("emptied").missing(row), row % 50 == 0);
      EXPECT_EQ(table.at("list").missing(row), row % 11 == 0);
      const auto list = table.at("list").list(row);
      ASSERT_EQ(list.size(), row % 11 == 0 ? 0u : static_cast<size_t>(row % 3));
      if (list.size() == 2) {
        EXPECT_EQ(list[1], static_cast<double>(row) / 4);
      }
      EXPECT_EQ(table.at("picture").image(row).bytes[1], row % 256);
    }
  }
}

/// The file is not compressed, so that Arrow reads it into memory as one block: a buffer is Arrow's own if it lies as
/// far from the others as in the file.
TEST(Arrow, OneChunkIsNotCopied) {
  const std::string bytes = testing::content(file("place.feather"));
  const Table table = read("place.feather");
  std::set<const char*> begins;
  const auto in_place = [&](auto values, const char* what) {
    const auto* const place = reinterpret_cast<const char*>(values.data());
    const size_t at = bytes.find(std::string_view(place, values.size_bytes()));
    ASSERT_NE(at, std::string::npos) << what;
    begins.insert(place - at);
    EXPECT_EQ(begins.size(), 1u) << what;
  };
  for (const char* name : {"number", "marked"}) in_place(table.at(name).numbers(), name);
  for (const char* name : {"integer", "time"}) in_place(table.at(name).integers(), name);
  for (const char* name : {"large", "small", "picture"}) in_place(table.at(name).bytes(), name);
  in_place(table.at("list").numbers(), "list");
  for (const char* name : {"large", "picture", "list"}) in_place(table.at(name).offsets(), name);
  for (const char* name : {"integer", "large", "list"}) in_place(table.at(name).validity().bits(), name);
}

TEST(Arrow, ColumnsOutliveTheirTableAndTheirReader) {
  const Column number = read("place.feather").at("number");
  const Column text = read("place.feather").at("large");
  EXPECT_EQ(number.number(rows - 1), 0.5 * (rows - 1));
  const std::vector<int64_t> some{1, 0};
  EXPECT_EQ(text.take(some).shown(0), "large 1");
  EXPECT_TRUE(text.append(text).missing(rows));
}

TEST(Arrow, WhatWasWrittenIsReadAgain) {
  Table table;
  table.set("number", Column::numbers({1.5, NAN, -3}));
  table.set("full", Column::numbers({1, 2, 3}));
  table.set("integer", Column::integers({7, 0, int64_t{1} << 60}, {true, false, true}));
  table.set("boolean", Column::booleans({1, 0, 0}, {true, false, true}));
  table.set("word", Column::categories({1, -1, 0}, {"bonn", "ulm"}));
  table.set("text", Column::texts({"köln, süd", std::nullopt, "a"}));
  table.set("time", Column::date_times({1, 0, -86'400'000}, {true, false, true}));
  table.set("image",
            Column::images({1, 2, 3}, {0, 2, 2, 3}, std::vector<std::array<int64_t, 3>>(3), {true, false, true}));
  table.set("list", Column::lists({1, NAN, 3}, {0, 2, 2, 3}, {true, false, true}));
  const testing::ScratchFolder folder;
  const std::string path = (folder / "all.arrow").string();
  write_file(path, [&](std::ostream& out) { plugin<ArrowPlugin>().write_ipc(table, out); });
  const Table again = source_of(path).read({.types = {{"text", ColumnType::text}}}).table;
  for (const std::string& name : table.names()) EXPECT_EQ(again.at(name).type(), table.at(name).type()) << name;
  EXPECT_EQ(hash_table(again), hash_table(table));
}

TEST(Arrow, WordsThatStandForMissingCellsHoldNoBytes) {
  const Table table = read("place.feather", {.missing = {"large 1"}});
  EXPECT_TRUE(table.at("large").missing(1));
  EXPECT_EQ(table.at("large").text(1), "");
  EXPECT_EQ(table.at("large").shown(2), "large 2");
}

}  // namespace
}  // namespace plumb
