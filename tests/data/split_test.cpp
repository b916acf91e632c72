#include "plumb/data/split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "plumb/core/error.h"

namespace plumb {
namespace {

/// `n` rows; every tenth is of the class "rare".
Table rows(int64_t n) {
  std::vector<int32_t> codes(static_cast<size_t>(n));
  for (size_t i = 0; i < codes.size(); ++i) codes[i] = i % 10 == 3;
  Table table;
  table.set("class", Column::categories(codes, {"common", "rare"}));
  return table;
}

int64_t rare(const Table& table, const std::vector<int64_t>& part) {
  return std::count_if(part.begin(), part.end(), [&](int64_t row) { return table.at("class").text(row) == "rare"; });
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

std::string message(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Split, KeepsTheSharesOfTheClasses) {
  const Table table = rows(1000);
  const Parts parts = divide(table, {}, "class", 7);
  expect_whole(parts, 1000);
  EXPECT_EQ(parts.test.size(), 150u);
  EXPECT_EQ(parts.valid.size(), 150u);
  EXPECT_EQ(rare(table, parts.test), 15);
  EXPECT_EQ(rare(table, parts.valid), 15);
  EXPECT_EQ(rare(table, parts.train), 70);
}

TEST(Split, FollowsFromTheSeed) {
  const Table table = rows(100);
  EXPECT_EQ(divide(table, {}, "class", 7).test, divide(table, {}, "class", 7).test);
  EXPECT_NE(divide(table, {}, "class", 7).test, divide(table, {}, "class", 8).test);
  EXPECT_EQ(divide(table, {.seed = 8}, "class", 7).test, divide(table, {}, "class", 8).test);
}

TEST(Split, WithoutClassesIsByChanceAlone) {
  Table table;
  table.set("y", Column::numbers(std::vector<double>(40, 1)));
  const Parts parts = divide(table, {.valid = 0, .test = 0.25}, "y", 1);
  expect_whole(parts, 40);
  EXPECT_EQ(parts.test.size(), 10u);
  EXPECT_TRUE(parts.valid.empty());
}

TEST(Split, FoldsTestEveryRowOnce) {
  const Table table = rows(103);
  const auto folds = fold(table, {.valid = 0.1, .folds = 5}, "class", 3);
  ASSERT_EQ(folds.size(), 5u);
  std::vector<int64_t> tested;
  for (const Parts& parts : folds) {
    expect_whole(parts, 103);
    EXPECT_NEAR(static_cast<double>(parts.test.size()), 103 / 5.0, 1);
    EXPECT_GE(rare(table, parts.test), 1);
    EXPECT_LE(rare(table, parts.test), 3);
    tested.insert(tested.end(), parts.test.begin(), parts.test.end());
  }
  std::sort(tested.begin(), tested.end());
  EXPECT_EQ(tested.size(), 103u);
  EXPECT_TRUE(std::adjacent_find(tested.begin(), tested.end()) == tested.end());
}

TEST(Split, AColumnMayDecide) {
  Table table;
  table.set("part", Column::texts({"train", "TEST", "valid", "dev", "train"}));
  const Parts parts = divide(table, {.column = "part"}, "", 1);
  EXPECT_EQ(parts.train, (std::vector<int64_t>{0, 4}));
  EXPECT_EQ(parts.test, (std::vector<int64_t>{1}));
  EXPECT_EQ(parts.valid, (std::vector<int64_t>{2, 3}));
}

TEST(Split, AClassOfOneRowIsLearnedAndNotScored) {
  const Table lonely = rows(8);  // row 3 alone is rare
  ::testing::internal::CaptureStderr();
  const Parts parts = divide(lonely, {}, "class", 1);
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "split: \"rare\" of \"class\" has one row, for training; nothing is scored on it\n");
  expect_whole(parts, 8);
  EXPECT_EQ(rare(lonely, parts.train), 1);
  std::vector<int64_t> tested;
  for (const Parts& part : fold(lonely, {.valid = 0.2, .folds = 4}, "class", 1))
    tested.insert(tested.end(), part.test.begin(), part.test.end());
  std::sort(tested.begin(), tested.end());
  EXPECT_EQ(tested, (std::vector<int64_t>{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(Split, ImpossibleOnesAreSaid) {
  Table wrong;
  wrong.set("part", Column::texts({"train", "tset"}));
  EXPECT_EQ(message([&] { divide(wrong, {.column = "part"}, "", 1); }),
            "split: column \"part\", row 2: \"tset\" is not train, valid or test; did you mean \"test\"?");
  EXPECT_EQ(message([&] { divide(rows(3), {}, "", 1); }),
            "split: 3 rows are too few: none is left for test; give more rows, or set `split: {valid: 0, test: 0}`");
  EXPECT_EQ(message([&] { fold(rows(3), {.folds = 5}, "", 1); }),
            "split: 3 rows cannot make 5 folds; set `folds` to at most 3");
  Problems problems;
  Split{.valid = 0.6, .test = 0.5}.check(problems);
  Split{.column = "part", .folds = 3}.check(problems);
  EXPECT_EQ(problems.all().size(), 2u);
}

}  // namespace
}  // namespace plumb
