// Pictures hold what they should in the cases that are easily forgotten: long names, one point, no number at all.
#include "plumb/evaluate/chart.h"

#include <gtest/gtest.h>

#include <cmath>
#include <regex>

#include "plumb/evaluate/chart_ticks.h"
#include "plumb/evaluate/matrix_chart.h"
#include "plumb/evaluate/plots.h"
#include "tests/support/svg.h"

namespace plumb {
namespace {

using testing::count, testing::expect_well_formed;

double height_of(const std::string& svg) {
  std::smatch found;
  EXPECT_TRUE(std::regex_search(svg, found, std::regex("height=\"(\\d+)\"")));
  return std::stod(found[1]);
}

TEST(Chart, LongNamesTakeMoreLines) {
  Chart chart{.title = "t", .x = "x", .y = "y"};
  for (int i = 0; i < 6; ++i) chart.series.push_back({.name = "c", .x = {0, 1}, .y = {0, 1}});
  const double low = height_of(chart.svg());
  for (Chart::Series& one : chart.series) one.name = "a <class> with a very long name, äöü 東京都 and more";
  expect_well_formed(chart.svg());
  EXPECT_GE(height_of(chart.svg()), low + 18);
  EXPECT_NE(chart.svg().find("a &lt;class&gt;"), std::string::npos);
  EXPECT_EQ(chart.svg().find("and more"), std::string::npos) << "is cut";
}

TEST(Chart, ALineHasAGapWhereThereIsNoNumber) {
  Chart chart{.title = "t", .x = "x", .y = "y"};
  chart.series.push_back({.name = "loss", .x = {1, 2, 3, 4, 5, 6}, .y = {3, 2, NAN, 2, INFINITY, 1}});
  const std::string svg = chart.svg();
  expect_well_formed(svg);
  EXPECT_EQ(count(svg, "<polyline"), 1U);
  EXPECT_EQ(count(svg, "<circle"), 4U);
  EXPECT_EQ(count(svg, "nothing to draw"), 0U);
}

TEST(Chart, NothingButNoNumbersSaysSo) {
  Chart chart{.title = "t", .x = "x", .y = "y"};
  chart.series = {{.name = "loss", .x = {1, 2}, .y = {NAN, NAN}}, {.x = {0, 1}, .y = {0, 1}, .guide = true}};
  expect_well_formed(chart.svg());
  EXPECT_EQ(count(chart.svg(), "nothing to draw"), 1U);
  EXPECT_FALSE(Chart{.title = "t"}.text().empty());
}

TEST(Chart, OneEpochIsAPointAtOne) {
  const Chart chart = learning_chart({{{"loss", 0.5}, {"valid_loss", 0.6}}});
  const std::string svg = chart.svg();
  expect_well_formed(svg);
  EXPECT_EQ(count(svg, "<circle"), 2U);
  EXPECT_EQ(count(svg, ">1</text>"), 1U);
  EXPECT_EQ(count(svg, "1.2"), 0U) << "there is no part of an epoch";
}

TEST(Chart, ClassesOfWhichNothingIsToldApartHaveNoCurve) {
  Predictions said{.target = "kind", .labels = {"a", "b"}};
  said.classes = {0, 0, 0};
  said.probabilities = {0.9, 0.1, 0.8, 0.2, 0.7, 0.3};
  EXPECT_EQ(count(roc_chart(said).svg(), "nothing to draw"), 1U);
  EXPECT_EQ(count(pr_chart(said).svg(), "nothing to draw"), 1U);
  EXPECT_EQ(count(reliability_chart(said).svg(), "nothing to draw"), 0U);
}

using Words = std::vector<std::string>;

TEST(Ticks, AreRoundAndSayNoMoreThanTheyMust) {
  EXPECT_EQ(ticks(0, 1).words, (Words{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
  EXPECT_EQ(ticks(-2.1, 2.1).words, (Words{"-2", "-1", "0", "1", "2"}));
  EXPECT_EQ(ticks(0, 50'000).words, (Words{"0", "10,000", "20,000", "30,000", "40,000", "50,000"}));
  EXPECT_EQ(ticks(2000.1, 2000.4).words, (Words{"2000.1", "2000.2", "2000.3", "2000.4"}));
  EXPECT_EQ(ticks(0.5, 2.5, true).words, (Words{"1", "2"}));
  EXPECT_EQ(ticks(0.5, 40.5, true).words, (Words{"10", "20", "30", "40"}));
}

TEST(Ticks, OfALogarithmicAxis) {
  EXPECT_EQ(log_ticks(1e-3, 0.03).words, (Words{"0.001", "0.002", "0.005", "0.01", "0.02"}));
  EXPECT_EQ(log_ticks(1e-6, 10).words, (Words{"1e-06", "1e-05", "0.0001", "0.001", "0.01", "0.1", "1", "10"}));
}

MatrixChart matrix(size_t labels, const std::string& label) {
  MatrixChart chart{.title = "Who was taken for whom", .x = "called", .y = "true"};
  for (size_t i = 0; i < labels; ++i) chart.labels.push_back(label + std::to_string(i));
  chart.counts.resize(labels * labels);
  for (size_t i = 0; i < labels; ++i) chart.counts[i * labels + i] = 1234;
  return chart;
}

TEST(MatrixChart, OfOneClassOrAHundred) {
  const std::string one = matrix(1, "only").svg(), few = matrix(4, "a class of many words ").svg(),
                    hundred = matrix(100, "c").svg();
  for (const std::string* svg : {&one, &few, &hundred}) expect_well_formed(*svg);
  EXPECT_EQ(count(one, ">1,234<"), 1U);
  EXPECT_EQ(count(one, "rotate"), 0U);
  EXPECT_EQ(count(few, "rotate"), 4U);
  EXPECT_EQ(count(matrix(30, "c").svg(), ">1.2k<"), 30U);
  EXPECT_EQ(count(hundred, ">1,234<"), 0U);
  EXPECT_LT(hundred.size(), 100'000U);
}

}  // namespace
}  // namespace plumb
