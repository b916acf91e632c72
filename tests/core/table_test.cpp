#include "plumb/core/table.h"

#include <gtest/gtest.h>

#include "plumb/core/error.h"

namespace plumb {
namespace {

using Names = std::vector<std::string>;

Table people() {
  Table table;
  table.set("age", Column::numbers({22, 38, 4}));
  table.set("city", Column::texts({"ulm", "bonn", std::nullopt}));
  return table;
}

TEST(Table, KeepsTheOrderOfItsColumns) {
  Table table = people();
  table.insert_after("age", "height", Column::numbers({1, 2, 3}));
  EXPECT_EQ(table.names(), (Names{"age", "height", "city"}));
  EXPECT_EQ(table.at("height").number(2), 3);
  EXPECT_EQ(table.at("city").text(0), "ulm");
  table.rename("city", "town");
  table.erase("age");
  EXPECT_EQ(table.names(), (Names{"height", "town"}));
  EXPECT_EQ(table.select({"town", "height"}).names(), (Names{"town", "height"}));
}

TEST(Table, ChoosesAndJoinsRows) {
  const Table table = people();
  EXPECT_EQ(table.slice(1, 3).at("age").number(0), 38);
  Table other;
  other.set("city", Column::texts({"kiel"}));
  other.set("age", Column::numbers({7}));
  const Table both = table.append(other);
  EXPECT_EQ(both.rows(), 4);
  EXPECT_EQ(both.at("city").text(3), "kiel");
  EXPECT_EQ(both.at("age").number(3), 7);
}

TEST(Table, JoinsManyInTheirOrder) {
  EXPECT_EQ(joined({}).rows(), 0);
  for (const int64_t count : {1, 2, 3, 5, 8}) {
    std::vector<Table> tables(static_cast<size_t>(count));
    for (int64_t i = 0; i < count; ++i) {
      const auto number = static_cast<double>(2 * i);
      tables[static_cast<size_t>(i)].set("x", Column::numbers({number, number + 1}));
    }
    const Table all = joined(tables);
    ASSERT_EQ(all.rows(), 2 * count);
    for (int64_t row = 0; row < all.rows(); ++row) EXPECT_EQ(all.at("x").number(row), row);
  }
}

TEST(Table, AnswersAnUnknownNameWithTheNearest) {
  try {
    people().at("aeg");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "no column \"aeg\"; did you mean \"age\"?");
  }
}

TEST(Table, RefusesColumnsOfAnotherLength) {
  Table table = people();
  EXPECT_THROW(table.set("late", Column::numbers({1})), Bug);
}

}  // namespace
}  // namespace plumb
