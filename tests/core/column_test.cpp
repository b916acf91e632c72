#include "plumb/core/column.h"

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/core/error.h"

namespace plumb {
namespace {

std::vector<std::string> shown(const Column& column) {
  std::vector<std::string> cells;
  for (int64_t row = 0; row < column.size(); ++row) cells.push_back(column.shown(row));
  return cells;
}

using Cells = std::vector<std::string>;

/// One column of each type, the middle cell missing.
std::vector<Column> one_of_each() {
  return {Column::numbers({1.5, NAN, -3}),
          Column::integers({7, 0, 9}, {true, false, true}),
          Column::booleans({1, 0, 0}, {true, false, true}),
          Column::categories({1, -1, 0}, {"ulm", "bonn"}),
          Column::texts({"a, b", std::nullopt, ""}),
          Column::date_times({0, 0, 86'400'000}, {true, false, true}),
          Column::images({1, 2, 3, 4, 5, 6}, {0, 4, 4, 6}, {{2, 2, 1}, {0, 0, 0}, {0, 0, 0}}, {true, false, true}),
          Column::lists({1, 2, 3}, {0, 2, 2, 3}, {true, false, true})};
}

TEST(Column, GapsStayGaps) {
  for (const Column& column : one_of_each()) {
    ASSERT_EQ(column.size(), 3);
    EXPECT_FALSE(column.missing(0));
    EXPECT_TRUE(column.missing(1));
    EXPECT_FALSE(column.missing(2));
    EXPECT_EQ(column.missing_count(), 1);
    EXPECT_EQ(column.shown(1), "");
  }
}

TEST(Column, TakesRowsInAnyOrderAndTwice) {
  const std::vector<int64_t> rows{2, 1, 0, 2};
  for (const Column& column : one_of_each()) {
    const Column taken = column.take(rows);
    const Cells want{column.shown(2), "", column.shown(0), column.shown(2)};
    EXPECT_EQ(shown(taken), want);
    EXPECT_EQ(taken.missing_count(), 1);
    EXPECT_EQ(column.take({}).size(), 0);
  }
}

TEST(Column, AppendsCells) {
  for (const Column& column : one_of_each()) {
    const Column twice = column.append(column);
    Cells want = shown(column);
    const Cells again = want;
    want.insert(want.end(), again.begin(), again.end());
    EXPECT_EQ(shown(twice), want);
    EXPECT_EQ(twice.missing_count(), 2);
  }
}

TEST(Column, MergesDictionaries) {
  const Column column = Column::categories({0, 1}, {"a", "b"}).append(Column::categories({0, -1, 1}, {"c", "a"}));
  EXPECT_EQ(shown(column), (Cells{"a", "b", "c", "", "a"}));
  EXPECT_EQ(column.words(), (Cells{"a", "b", "c"}));
}

TEST(Column, NumericTypesAreNumbersTogether) {
  const Column column = Column::integers({1, 2}).append(Column::numbers({2.5}));
  EXPECT_EQ(column.type(), ColumnType::number);
  EXPECT_EQ(shown(column), (Cells{"1", "2", "2.5"}));
  EXPECT_EQ(Column::categories({0}, {"a"}).append(Column::texts({"b"})).type(), ColumnType::text);
}

TEST(Column, RefusesCellsOfAnotherType) { EXPECT_THROW(Column::numbers({1}).append(Column::texts({"a"})), Error); }

TEST(Column, ReadsImagesAndLists) {
  const auto all = one_of_each();
  EXPECT_FALSE(all[6].image(0).encoded());
  EXPECT_EQ(all[6].image(0).bytes.size(), 4u);
  EXPECT_TRUE(all[6].image(2).encoded());
  EXPECT_EQ(all[6].image(2).bytes[1], 6);
  EXPECT_EQ(all[7].list(2)[0], 3);
}

struct Conversion {
  Column from;
  ColumnType type;
  Cells gives;  // empty: does not fit
};

TEST(Column, BecomesAnotherTypeWhereEveryCellFits) {
  const Column words = Column::texts({"10", std::nullopt, "9"});
  const std::vector<Conversion> cases{
      {words, ColumnType::number, {"10", "", "9"}},
      {words, ColumnType::integer, {"10", "", "9"}},
      {words, ColumnType::category, {"10", "", "9"}},
      {words, ColumnType::boolean, {}},
      {Column::texts({"1.5", "x"}), ColumnType::number, {}},
      {Column::texts({"1e3"}), ColumnType::integer, {"1000"}},
      {Column::texts({"9007199254740993"}), ColumnType::integer, {"9007199254740993"}},
      {Column::texts({"Yes", "no"}), ColumnType::boolean, {"true", "false"}},
      {Column::texts({"2021-03-04 05:06"}), ColumnType::date_time, {"2021-03-04 05:06:00"}},
      {Column::numbers({1.5}), ColumnType::integer, {}},
      {Column::numbers({2, NAN}), ColumnType::integer, {"2", ""}},
      {Column::integers({0, 1}), ColumnType::boolean, {"false", "true"}},
      {Column::integers({0, 2}), ColumnType::boolean, {}},
      {Column::booleans({1, 0}), ColumnType::number, {"1", "0"}},
      {Column::date_times({1}), ColumnType::integer, {"1"}},
      {Column::lists({1}, {0, 1}), ColumnType::number, {}},
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    const auto got = cases[i].from.as(cases[i].type);
    ASSERT_EQ(got.has_value(), !cases[i].gives.empty()) << "case " << i;
    if (got) {
      EXPECT_EQ(shown(*got), cases[i].gives) << "case " << i;
    }
  }
}

TEST(Column, WordsOfACategoryAreInOrder) {
  EXPECT_EQ(Column::texts({"10", "9", "9"}).as(ColumnType::category)->words(), (Cells{"9", "10"}));
  EXPECT_EQ(Column::texts({"b", "10", "a"}).as(ColumnType::category)->words(), (Cells{"10", "a", "b"}));
}

TEST(Column, CopiesShareAndNeverChange) {
  const Column first = Column::numbers({1, 2});
  const Column second = first;
  EXPECT_EQ(first.numbers().data(), second.numbers().data());
}

}  // namespace
}  // namespace plumb
