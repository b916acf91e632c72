// Divisions by group, by content and by time: nothing that belongs together is torn apart.
#include "plumb/data/split_groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "plumb/core/error.h"
#include "plumb/core/random.h"
#include "plumb/data/split.h"

namespace plumb {
namespace {

/// Patients with 1 to 12 rows; every fifth patient is ill in all of them.
Table visits(int64_t patients) {
  std::vector<int64_t> patient, day;
  std::vector<int32_t> ill;
  for (int64_t p = 0; p < patients; ++p)
    for (int64_t visit = 0; visit <= p * 7 % 12; ++visit) {
      patient.push_back(p);
      day.push_back((p * 31 + visit * 17) % 200);
      ill.push_back(p % 5 == 0);
    }
  Table table;
  table.set("patient", Column::integers(patient));
  table.set("day", Column::date_times(day));
  table.set("ill", Column::categories(ill, {"no", "yes"}));
  return table;
}

std::set<std::string> cells(const Table& table, const char* column, const std::vector<int64_t>& rows) {
  std::set<std::string> seen;
  for (const int64_t row : rows) seen.insert(table.at(column).shown(row));
  return seen;
}

void expect_apart(const std::set<std::string>& a, const std::set<std::string>& b) {
  for (const std::string& one : a) EXPECT_FALSE(b.contains(one)) << one << " is on both sides";
}

void expect_whole(const Parts& parts, int64_t n) {
  std::set<int64_t> all;
  for (const auto* part : {&parts.train, &parts.valid, &parts.test}) {
    EXPECT_TRUE(std::is_sorted(part->begin(), part->end()));
    all.insert(part->begin(), part->end());
  }
  EXPECT_EQ(static_cast<int64_t>(all.size()), n);
  EXPECT_EQ(static_cast<int64_t>(parts.train.size() + parts.valid.size() + parts.test.size()), n);
}

double share_of_ill(const Table& table, const std::vector<int64_t>& rows) {
  const auto ill = std::count_if(rows.begin(), rows.end(),
                                 [&](int64_t row) { return table.at("ill").codes()[static_cast<size_t>(row)] == 1; });
  return static_cast<double>(ill) / static_cast<double>(rows.size());
}

std::string message(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(SplitGroups, AGroupIsOnOneSideAndSharesHold) {
  const Table table = visits(120);
  const auto n = static_cast<double>(table.rows());
  const Split split{.column = "patient", .by = SplitBy::group};
  const Parts parts = divide(table, split, "ill", 7);
  expect_whole(parts, table.rows());
  const auto train = cells(table, "patient", parts.train), valid = cells(table, "patient", parts.valid),
             test = cells(table, "patient", parts.test);
  expect_apart(train, valid), expect_apart(train, test), expect_apart(valid, test);
  EXPECT_NEAR(static_cast<double>(parts.test.size()) / n, 0.15, 0.01);
  EXPECT_NEAR(static_cast<double>(parts.valid.size()) / n, 0.15, 0.01);
  std::vector<int64_t> all(static_cast<size_t>(table.rows()));
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int64_t>(i);
  for (const auto* part : {&parts.train, &parts.valid, &parts.test})
    EXPECT_NEAR(share_of_ill(table, *part), share_of_ill(table, all), 0.04);
  EXPECT_EQ(divide(table, split, "ill", 7).test, parts.test);
  EXPECT_NE(divide(table, split, "ill", 8).test, parts.test);
}

TEST(SplitGroups, FoldsTestEveryRowOnceAndTearNoGroup) {
  const Table table = visits(60);
  std::vector<int64_t> tested;
  for (const Parts& parts :
       fold(table, {.valid = 0.2, .column = "patient", .by = SplitBy::group, .folds = 4}, "ill", 3)) {
    expect_whole(parts, table.rows());
    const auto test = cells(table, "patient", parts.test);
    expect_apart(cells(table, "patient", parts.train), test);
    expect_apart(cells(table, "patient", parts.valid), test);
    expect_apart(cells(table, "patient", parts.train), cells(table, "patient", parts.valid));
    tested.insert(tested.end(), parts.test.begin(), parts.test.end());
  }
  std::sort(tested.begin(), tested.end());
  ASSERT_EQ(static_cast<int64_t>(tested.size()), table.rows());
  EXPECT_EQ(std::adjacent_find(tested.begin(), tested.end()), tested.end());
}

TEST(SplitGroups, ByContentCopiesStayTogetherWhateverTheirTarget) {
  Table table;
  std::vector<double> a;
  std::vector<int32_t> kind;
  for (int i = 0; i < 200; ++i) a.push_back(i % 40), kind.push_back(i % 3 == 0);
  table.set("a", Column::numbers(a));
  table.set("kind", Column::categories(kind, {"x", "y"}));
  table.set("row", Column::integers([] {
              std::vector<int64_t> rows(200);
              for (size_t i = 0; i < 200; ++i) rows[i] = static_cast<int64_t>(i);
              return rows;
            }()));
  const Parts parts = divide(table, {.by = SplitBy::content}, "kind", 1, {"row"});
  expect_whole(parts, 200);
  expect_apart(cells(table, "a", parts.train), cells(table, "a", parts.test));
  expect_apart(cells(table, "a", parts.train), cells(table, "a", parts.valid));
  EXPECT_EQ(parts.test.size(), 30u);
}

TEST(SplitTime, TheLastAreTestedAndAMomentIsNotTornApart) {
  const Table table = visits(100);
  const Parts parts = divide(table, {.valid = 0.2, .test = 0.1, .column = "day", .by = SplitBy::time}, "ill", 1);
  expect_whole(parts, table.rows());
  const auto days = table.at("day").integers();
  const auto last = [&](const std::vector<int64_t>& rows) {
    int64_t day = -1;
    for (const int64_t row : rows) day = std::max(day, days[static_cast<size_t>(row)]);
    return day;
  };
  for (const int64_t row : parts.valid) EXPECT_GT(days[static_cast<size_t>(row)], last(parts.train));
  for (const int64_t row : parts.test) EXPECT_GT(days[static_cast<size_t>(row)], last(parts.valid));
  EXPECT_GE(static_cast<double>(parts.test.size()), 0.1 * static_cast<double>(table.rows()));
}

TEST(SplitGroups, ImpossibleOnesAreSaid) {
  Table table;
  table.set("patient", Column::texts({"a", std::nullopt}));
  table.set("one", Column::texts({"a", "a"}));
  table.set("day", Column::texts({"monday", "tuesday"}));
  EXPECT_EQ(message([&] { divide(table, {.column = "patient", .by = SplitBy::group}, "", 1); }),
            "split: column \"patient\", row 2: no group; fill the cell, or leave the row out");
  EXPECT_NE(message([&] {
              divide(table, {.column = "one", .by = SplitBy::group}, "", 1);
            }).find("split: 1 groups of \"one\" are too few, or too large: none is left for test"),
            std::string::npos);
  EXPECT_EQ(message([&] { divide(table, {.column = "day", .by = SplitBy::time}, "", 1); }),
            "split: `by: time` needs dates or numbers, and column \"day\" holds text; e.g. write dates as 2021-03-04");
  for (const Split& wrong :
       {Split{.by = SplitBy::group}, Split{.by = SplitBy::time}, Split{.column = "a", .by = SplitBy::content},
        Split{.column = "a", .by = SplitBy::time, .folds = 3}}) {
    Problems problems;
    wrong.check(problems);
    EXPECT_EQ(problems.all().size(), 1u);
  }
}

}  // namespace
}  // namespace plumb
