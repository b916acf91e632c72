#include "plumb/core/column.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <optional>

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

/// Memory of others: a vector behind a handle, which says when the last user has gone.
template <class T>
SharedSpan<T> foreign(const std::shared_ptr<std::vector<T>>& values) {
  return {*values, values};
}

TEST(Column, ForeignMemoryStaysWhereItIsAndLastsAsLongAsTheColumn) {
  auto values = std::make_shared<std::vector<double>>(std::vector{1.5, double{NAN}, -3.0});
  const std::weak_ptr<std::vector<double>> alive = values;
  const double* const place = values->data();
  std::optional<Column> column = Column::numbers(foreign(values));
  values.reset();
  EXPECT_EQ(column->numbers().data(), place);
  const Column copy = *column;
  column.reset();
  EXPECT_EQ(copy.numbers().data(), place);
  EXPECT_EQ(shown(copy), (Cells{"1.5", "", "-3"}));
  EXPECT_FALSE(alive.expired());
  const std::vector<int64_t> rows{2, 0};
  const Column taken = copy.take(rows), twice = copy.append(copy);
  EXPECT_EQ(shown(taken), (Cells{"-3", "1.5"}));
  EXPECT_EQ(shown(twice), (Cells{"1.5", "", "-3", "1.5", "", "-3"}));
  EXPECT_EQ(place[0], 1.5);  // the foreign memory is as it was
}

TEST(Column, ForeignMemoryIsLetGo) {
  auto values = std::make_shared<std::vector<int64_t>>(3, 7);
  const std::weak_ptr<std::vector<int64_t>> alive = values;
  std::optional<Column> column = Column::integers(foreign(values));
  const std::vector<int64_t> rows{1};
  const Column taken = column->take(rows);
  values.reset();
  column.reset();
  EXPECT_TRUE(alive.expired());
  EXPECT_EQ(taken.shown(0), "7");
}

TEST(Column, ForeignBitmapsHaveTheLeastBitFirst) {
  const auto bits = std::make_shared<std::vector<uint8_t>>(std::vector<uint8_t>{0b11111101, 0b11111110});
  const auto values = std::make_shared<std::vector<int64_t>>(std::vector<int64_t>{1, 0, 3, 4, 5, 6, 7, 8, 0, 10});
  for (const Column& column : {Column::integers(foreign(values), Validity(foreign(bits))),
                               Column::date_times(foreign(values), Validity(foreign(bits)))}) {
    EXPECT_EQ(column.integers().data(), values->data());
    EXPECT_EQ(column.validity().bits().data(), bits->data());
    EXPECT_EQ(column.missing_count(), 2);
    EXPECT_TRUE(column.missing(1));
    EXPECT_TRUE(column.missing(8));
    EXPECT_EQ(column.append(column).missing_count(), 4);
    const std::vector<int64_t> rows{8, 9};
    EXPECT_EQ(column.take(rows).missing_count(), 1);
  }
  EXPECT_THROW(Column::integers(std::vector<int64_t>(17), Validity(foreign(bits))), Bug);
  EXPECT_THROW(Column::integers(std::vector<int64_t>(17), std::vector<bool>(16, true)), Bug);
}

TEST(Column, ForeignTextsImagesAndLists) {
  const auto bytes = std::make_shared<std::vector<uint8_t>>(std::vector<uint8_t>{'u', 'l', 'm', 'a'});
  const auto numbers = std::make_shared<std::vector<double>>(std::vector<double>{1, 2, 3, 4});
  const auto offsets = std::make_shared<std::vector<int64_t>>(std::vector<int64_t>{0, 3, 3, 4});
  const Validity valid(foreign(std::make_shared<std::vector<uint8_t>>(std::vector<uint8_t>{0b101})));
  const Column texts = Column::texts(foreign(bytes), foreign(offsets), valid);
  const Column images = Column::images(foreign(bytes), foreign(offsets), std::vector<std::array<int64_t, 3>>(3), valid);
  const Column lists = Column::lists(foreign(numbers), foreign(offsets), valid);
  EXPECT_EQ(texts.bytes().data(), bytes->data());
  EXPECT_EQ(images.bytes().data(), bytes->data());
  EXPECT_EQ(lists.numbers().data(), numbers->data());
  for (const Column& column : {texts, images, lists}) {
    EXPECT_EQ(column.offsets().data(), offsets->data());
    EXPECT_EQ(column.missing_count(), 1);
  }
  const std::vector<int64_t> rows{2, 0};
  EXPECT_EQ(shown(texts.take(rows)), (Cells{"a", "ulm"}));
  EXPECT_EQ(shown(texts.append(texts)), (Cells{"ulm", "", "a", "ulm", "", "a"}));
  EXPECT_EQ(shown(lists.append(lists).take(rows)), (Cells{"[4]", "[1, 2, 3]"}));
  EXPECT_EQ(images.take(rows).image(1).bytes.size(), 3u);
}

TEST(Column, CopiesShareAndNeverChange) {
  const Column first = Column::numbers({1, 2});
  const Column second = first;
  EXPECT_EQ(first.numbers().data(), second.numbers().data());
}

}  // namespace
}  // namespace plumb
