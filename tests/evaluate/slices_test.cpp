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
  const SliceScores scores = score_slices(slices, said, {accuracy});
  const Entry json = scores.entry();
  EXPECT_EQ(json.at("f").at("accuracy").as_double(), 1);
  EXPECT_EQ(json.at("m").at("accuracy").as_double(), 0.5);
  EXPECT_EQ(json.at("m").at("rows").as_double(), 2);
  EXPECT_NE(scores.text().find("fewer than 30 rows"), std::string::npos);
}

/// 40 women, 35 men who are all of one class, and 29 of whom nothing is said.
Slices groups() {
  Slices slices{.column = "sex", .groups = {{.value = "f"}, {.value = "m"}, {.value = "missing"}}};
  for (int64_t row = 0; row < 104; ++row) slices.groups[row < 40 ? 0 : row < 75 ? 1 : 2].rows.push_back(row);
  return slices;
}
Predictions said_of_groups() {
  Predictions said{.target = "kind", .labels = {"a", "b"}};
  for (int row = 0; row < 104; ++row) {
    said.classes.push_back(row < 40 ? row % 2 : 0);
    const double p = 0.1 + 0.08 * (row * 7 % 11);
    said.probabilities.insert(said.probabilities.end(), {1 - p, p});
  }
  return said;
}

TEST(Slices, AGroupHasTheIntervalThatItsRowsHaveAlone) {
  const Slices slices = groups();
  const Predictions said = said_of_groups();
  const std::vector<Metric> metrics{registry<Metric>().make("accuracy"), registry<Metric>().make("auc")};
  const Bootstrap bootstrap{.level = 0.9, .resamples = 200, .seed = 7};
  const SliceScores scores = score_slices(slices, said, metrics, bootstrap);
  const auto alone = intervals(said.take(slices.groups[0].rows), metrics, bootstrap);
  for (size_t i = 0; i < metrics.size(); ++i) EXPECT_EQ(scores.scores[0][i].interval, alone[i]);
  const Entry json = scores.entry();
  EXPECT_EQ(json.at("f").at("intervals").at("auc").items()[1].as_double(), (*alone[1])[1]);
  EXPECT_TRUE(json.at("m").at("intervals").at("accuracy").is_list());
  EXPECT_TRUE(json.at("m").at("intervals").at("auc").is_null()) << "one class has no curve";
  EXPECT_FALSE(json.at("missing").find("intervals")) << "of 29 rows";
  EXPECT_FALSE(score_slices(slices, said, metrics).entry().at("f").find("intervals"));
}

TEST(Slices, AsManyIntervalsAreShownAsThereIsRoomFor) {
  const auto heads = [](const std::vector<std::string>& words) {
    std::vector<Metric> metrics;
    for (const std::string& word : words) metrics.push_back(registry<Metric>().make(word));
    const std::string text = score_slices(groups(), said_of_groups(), metrics, Bootstrap{.resamples = 50}).text(100);
    EXPECT_EQ(text.find("…"), std::string::npos) << text;
    size_t times = 0;
    for (size_t at = 0; (at = text.find("95 % interval", at)) != std::string::npos; ++at) ++times;
    return times;
  };
  EXPECT_EQ(heads({"accuracy", "auc"}), 2U);
  EXPECT_EQ(heads({"accuracy", "auc", "f1", "log_loss", "mcc", "brier"}), 1U);
}

TEST(Slices, EveryMetricTakesAGroupWithoutSomeClass) {
  for (const std::string& word : registry<Metric>().words()) {
    const Metric metric = registry<Metric>().make(word);
    if (!metric.fits(said_of_groups())) continue;
    EXPECT_NO_THROW(score_slices(groups(), said_of_groups(), {metric}, Bootstrap{.resamples = 20}).text()) << word;
  }
}

}  // namespace
}  // namespace plumb
