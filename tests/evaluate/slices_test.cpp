// Groups of rows by what a column holds.
#include "plumb/evaluate/slices.h"

#include <gtest/gtest.h>

#include <cmath>

namespace plumb {
namespace {

using Names = std::vector<std::string>;

Names names(const Slices& slices) {
  Names all;
  for (const Slices::Group& group : slices.groups) all.push_back(group.value);
  return all;
}

TEST(Slices, AWordIsAGroupAndSoAreItsGaps) {
  const Slices slices = slices_of("sex", Column::categories({1, 0, -1, 1, 1}, {"f", "m"}));
  EXPECT_EQ(names(slices), (Names{"f", "m", "missing"}));
  EXPECT_EQ(slices.groups[1].rows, (std::vector<int64_t>{0, 3, 4}));
  EXPECT_EQ(slices.groups[2].rows, (std::vector<int64_t>{2}));
  EXPECT_TRUE(slices.groups[0].few());
}

TEST(Slices, AFewNumbersAreGroupsAndManyFallBetweenQuartiles) {
  EXPECT_EQ(slices_of("n", Column::numbers({2, 1, 2})).groups.size(), 2U);
  std::vector<double> ages;
  for (int i = 0; i < 100; ++i) ages.push_back(i);
  ages.push_back(std::nan(""));
  const Slices slices = slices_of("age", Column::numbers(ages));
  EXPECT_EQ(names(slices), (Names{"below 25", "25 to 50", "50 to 75", "from 75", "missing"}));
  for (size_t i = 0; i < 4; ++i) EXPECT_EQ(slices.groups[i].rows.size(), 25U) << i;
  EXPECT_EQ(slices.groups[1].rows.front(), 25);
  EXPECT_EQ(slices.groups[4].rows, (std::vector<int64_t>{100}));
}

TEST(Slices, TheRarestOfManyWordsAreOneGroup) {
  std::vector<std::optional<std::string>> words;
  for (int word = 0; word < 60; ++word)
    for (int copy = 0; copy < (word < 50 ? 2 : 1); ++copy) words.emplace_back("w" + std::to_string(word));
  const Slices slices = slices_of("word", Column::texts(words));
  ASSERT_EQ(slices.groups.size(), 51U);
  EXPECT_EQ(slices.groups.back().value, "10 others");
  EXPECT_EQ(slices.groups.back().rows.size(), 10U);
  size_t rows = 0;
  for (const Slices::Group& group : slices.groups) rows += group.rows.size();
  EXPECT_EQ(rows, words.size());
}

TEST(Slices, EachGroupIsScoredByItself) {
  const Slices slices = slices_of("sex", Column::categories({0, 0, 1, 1}, {"f", "m"}));
  Predictions said{.target = "kind", .labels = {"a", "b"}, .classes = {0, 1, 0, 1}};
  said.probabilities = {0.9, 0.1, 0.2, 0.8, 0.4, 0.6, 0.3, 0.7};  // one of four wrong: a man
  const Metric accuracy = registry<Metric>().make("accuracy");
  const Entry json = slices_json(slices, said, {accuracy});
  EXPECT_EQ(json.at("f").at("accuracy").as_double(), 1);
  EXPECT_EQ(json.at("m").at("accuracy").as_double(), 0.5);
  EXPECT_EQ(json.at("m").at("rows").as_double(), 2);
  EXPECT_NE(slices_text(slices, said, {accuracy}).find("fewer than 30 rows"), std::string::npos);
}

}  // namespace
}  // namespace plumb
