// The part of a row is its own draw: whatever pieces the rows come in, it is the same.
#include <gtest/gtest.h>

#include <algorithm>

#include "plumb/core/error.h"
#include "plumb/data/split.h"

namespace plumb {
namespace {

Table rows(int64_t count) {
  Table table;
  table.set("x", Column::numbers(std::vector<double>(static_cast<size_t>(count), 1.0)));
  return table;
}

TEST(SplitPieces, DoNotDecide) {
  const Split split{.valid = 0.2, .test = 0.1};
  const auto whole = parts_of_piece(rows(1000), split, 7, 0);
  std::vector<RowPart> pieces;
  for (const int64_t size : {1, 399, 600}) {
    const auto some = parts_of_piece(rows(size), split, 7, static_cast<int64_t>(pieces.size()));
    pieces.insert(pieces.end(), some.begin(), some.end());
  }
  EXPECT_EQ(pieces, whole);
  EXPECT_NE(parts_of_piece(rows(1000), split, 8, 0), whole);
  EXPECT_EQ(parts_of_piece(rows(1000), {.valid = 0.2, .test = 0.1, .seed = 7}, 8, 0), whole);
}

TEST(SplitPieces, MeetTheSharesOnAverage) {
  const auto parts = parts_of_piece(rows(100'000), {.valid = 0.2, .test = 0.1}, 3, 0);
  const auto of = [&](RowPart part) { return static_cast<double>(std::count(parts.begin(), parts.end(), part)); };
  EXPECT_NEAR(of(RowPart::valid), 20'000, 600);  // about five deviations
  EXPECT_NEAR(of(RowPart::test), 10'000, 500);
}

TEST(SplitPieces, KeepGroupsAndCopiesTogether) {
  Table table;
  std::vector<std::optional<std::string>> patients;
  std::vector<double> values;
  for (int i = 0; i < 3000; ++i) {
    patients.emplace_back("patient " + std::to_string(i % 300));
    values.push_back(i % 500);
  }
  table.set("patient", Column::texts(patients));
  table.set("x", Column::numbers(values));
  table.set("y", Column::numbers(std::vector<double>(3000, 2.0)));
  const auto by_group =
      parts_of_piece(table, {.valid = 0.2, .test = 0.2, .column = "patient", .by = SplitBy::group}, 3, 7);
  const auto by_content =
      parts_of_piece(table, {.valid = 0.2, .test = 0.2, .by = SplitBy::content}, 3, 7, {"patient", "y"});
  for (size_t i = 0; i < 3000; ++i) {
    EXPECT_EQ(by_group[i], by_group[i % 300]);
    EXPECT_EQ(by_content[i], by_content[i % 500]);
  }
  for (const auto& parts : {by_group, by_content})
    for (const RowPart part : {RowPart::train, RowPart::valid, RowPart::test})
      EXPECT_NE(std::count(parts.begin(), parts.end(), part), 0);
}

TEST(SplitPieces, FollowAColumn) {
  Table table = rows(3);
  table.set("part", Column::texts({"train", "Dev", "testing"}));
  EXPECT_EQ(parts_of_piece(table, {.column = "part"}, 1, 5),
            (std::vector{RowPart::train, RowPart::valid, RowPart::test}));
  table.set("part", Column::texts({"train", "tset", "test"}));
  try {
    parts_of_piece(table, {.column = "part"}, 1, 5);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("row 7: \"tset\" is not train, valid or test"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace plumb
