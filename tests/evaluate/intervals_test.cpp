// Intervals, calibration, thresholds and paired tests against scikit-learn's and SciPy's numbers
// (tests/references/intervals.py).

#include "plumb/evaluate/intervals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "plumb/core/files.h"
#include "plumb/evaluate/calibrate.h"
#include "plumb/evaluate/paired.h"
#include "plumb/evaluate/report.h"
#include "plumb/evaluate/threshold.h"
#include "tests/evaluate/stored.h"

namespace plumb {
namespace {

using testing::doubles, testing::predictions_of;

const Entry& stored() {
  static const std::string file = PLUMB_SOURCE_DIR "/tests/evaluate/intervals.json";
  static const Entry all = parse_json(read_file(file), file);
  return all;
}

TEST(Intervals, AreScipysToTheNoiseOfTheDraws) {
  for (const Entry& one : stored().at("intervals").items()) {
    SCOPED_TRACE(one.at("metric").word());
    const auto found =
        intervals(predictions_of(one), {registry<Metric>().make(one.at("metric").word())}, {.resamples = 4000});
    ASSERT_TRUE(found.front());
    const double noise = 0.15 * one.at("error").as_double();  // ends of 4000 draws waver by 0.04 deviations
    for (size_t end : {0, 1}) EXPECT_NEAR((*found.front())[end], one.at("interval").items()[end].as_double(), noise);
  }
}

TEST(Intervals, AreTheSameForTheSameSeed) {
  const Predictions p = predictions_of(stored().at("intervals").items().front());
  const std::vector<Metric> accuracy{registry<Metric>().make("accuracy")};
  EXPECT_EQ(intervals(p, accuracy, {.seed = 3}), intervals(p, accuracy, {.seed = 3}));
  EXPECT_NE(intervals(p, accuracy, {.seed = 3}), intervals(p, accuracy, {.seed = 4}));
}

/// Some classes, some sets, some numbers.
std::vector<Predictions> samples() {
  Predictions classes{.target = "t", .labels = {"a", "b", "c"}, .classes = {0, 1, 2, 1, 0, 2, 1}};
  for (size_t i = 0; i < 7; ++i) {
    const double x = 0.1 + 0.1 * static_cast<double>(i % 4);
    classes.probabilities.insert(classes.probabilities.end(), {x, 0.6 - x, 0.4});
  }
  Predictions sets{.target = "t", .labels = {"a", "b"}, .members = {1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1}};
  for (size_t i = 0; i < 14; ++i) sets.probabilities.push_back(0.1 + 0.2 * static_cast<double>(i % 5));
  Predictions numbers{.target = "t", .numbers = {1, 5, 3, 4, 2, 2, 8}, .predicted = {2, 4, 3, 6, 1, 3, 5}};
  numbers.quantiles = {0.1, 0.5, 0.9};
  for (const double middle : numbers.predicted)
    numbers.at_quantiles.insert(numbers.at_quantiles.end(), {middle - 1, middle, middle + 1});
  return {classes, sets, numbers};
}

TEST(Intervals, RescoreGivesEveryMetricsOwnScore) {
  for (const std::string& word : registry<Metric>().words()) {
    SCOPED_TRACE(word);
    const Metric metric = registry<Metric>().make(word);
    const std::vector<Predictions> all = samples();
    const auto fitting = std::find_if(all.begin(), all.end(), [&](const auto& one) { return metric.fits(one); });
    ASSERT_NE(fitting, all.end());
    Predictions p = *fitting;
    const std::vector<double> weights{1, 0, 2, 1, 3, 1, 2};
    const double rescored = metric.rescore(p)(weights);
    p.weights = weights;
    const double scored = metric.score(p).value;
    if (std::isnan(scored))
      EXPECT_TRUE(std::isnan(rescored));
    else
      EXPECT_NEAR(rescored, scored, 1e-12);
  }
}

TEST(Intervals, AClassThatMostDrawsLackGivesNone) {
  EXPECT_FALSE(middle({1, std::nan(""), std::nan("")}, 0.95));
  EXPECT_TRUE(middle({1, 2, std::nan("")}, 0.95));
}

TEST(Calibrate, IsotonicIsScikitLearns) {
  for (const Entry& one : stored().at("isotonic").items()) {
    SCOPED_TRACE(one.at("says").word());
    const Isotonic line = fit_isotonic(doubles(one.find("x")), doubles(one.find("y")), doubles(one.find("weights")));
    const auto at = [&](double x) {
      size_t i = 0;
      while (i < line.x.size() && line.x[i] <= x) ++i;
      if (i == 0) return line.y.front();
      if (i == line.x.size()) return line.y.back();
      return line.y[i - 1] + (line.y[i] - line.y[i - 1]) * (x - line.x[i - 1]) / (line.x[i] - line.x[i - 1]);
    };
    const std::vector<double> points = doubles(one.find("at")), gives = doubles(one.find("gives"));
    for (size_t i = 0; i < points.size(); ++i) EXPECT_NEAR(at(points[i]), gives[i], 1e-7) << points[i];
  }
}

TEST(Calibrate, KnotsKeepTheirDistance) {
  const Isotonic line = fit_isotonic({0.1, 0.10001, 0.5, 0.50001}, {0, 1, 0, 1}, {}, 1e-3);
  for (size_t i = 1; i < line.x.size(); ++i)
    EXPECT_TRUE(line.y[i] == line.y[i - 1] || line.x[i] - line.x[i - 1] >= 1e-3);
}

TEST(Calibrate, TheTemperatureMakesTheLogLossSmallest) {
  for (const Entry& one : stored().at("temperatures").items())
    EXPECT_NEAR(fit_temperature(predictions_of(one)), one.at("temperature").as_double(), 1e-5);
}

double worth(const Threshold& threshold, Predictions p) {
  double found = 0, positives = 0, false_positives = 0;
  for (int64_t row = 0; row < p.rows(); ++row) {
    const bool truth = p.classes[static_cast<size_t>(row)] == 1, called = p.called[static_cast<size_t>(row)] == 1;
    positives += truth ? p.weight(row) : 0;
    found += truth && called ? p.weight(row) : 0;
    false_positives += !truth && called ? p.weight(row) : 0;
  }
  if (threshold.by == ThresholdBy::f1) return registry<Metric>().make("f1").score(p).value;
  if (threshold.by == ThresholdBy::cost) return -(false_positives + threshold.false_negative * (positives - found));
  EXPECT_GE(found / positives, threshold.recall);
  return -false_positives;
}

TEST(Threshold, IsTheBestOfAll) {
  for (const Entry& one : stored().at("thresholds").items()) {
    Problems problems;
    const auto threshold = read_options<Threshold>(one.at("threshold"), problems);
    problems.raise();
    SCOPED_TRACE(name_of(threshold->by));
    Predictions p = predictions_of(one);
    p.called = called_by(choose_threshold(*threshold, p), p);
    EXPECT_NEAR(worth(*threshold, p), one.at("worth").as_double(), 1e-9);
  }
}

TEST(Threshold, OfTheOtherClassIsItsMirrorImage) {
  Predictions p = predictions_of(stored().at("thresholds").items().front());
  const Threshold first{.by = ThresholdBy::f1, .positive = "no"};
  const double chosen = choose_threshold(first, p);
  for (int32_t& code : p.classes) code = 1 - code;
  for (size_t i = 0; i < p.probabilities.size(); i += 2) std::swap(p.probabilities[i], p.probabilities[i + 1]);
  EXPECT_NEAR(choose_threshold({.by = ThresholdBy::f1}, p), 1 - chosen, 1e-12);
}

TEST(Paired, McNemarIsScipys) {
  for (const Entry& one : stored().at("mcnemar").items()) {
    const auto a = static_cast<int64_t>(one.at("only_a").as_double()),
               b = static_cast<int64_t>(one.at("only_b").as_double());
    EXPECT_NEAR(two_sided_binomial(std::min(a, b), a + b), one.at("p").as_double(), 1e-9) << a << " " << b;
  }
}

TEST(Paired, TellsAModelFromItselfAndFromAWorseOne) {
  const Predictions a = predictions_of(stored().at("intervals").items().front());
  Predictions worse = a;
  for (size_t i = 0; i < worse.probabilities.size(); i += 6)
    std::swap(worse.probabilities[i], worse.probabilities[i + 1]);
  const Metric accuracy = registry<Metric>().make("accuracy");
  EXPECT_EQ(paired_difference(accuracy, a, a, {}).p, 1);
  const PairedDifference found = paired_difference(accuracy, a, worse, {});
  EXPECT_LT(found.p, 0.05);
  EXPECT_LT((*found.interval)[1], 0);
  EXPECT_LT(mcnemar(a, worse).p, 0.05);
}

TEST(Report, SaysWhenAModelLearnedNothing) {
  const Predictions p = predictions_of(stored().at("intervals").items().front());
  Baseline same{.name = "majority", .predictions = p};
  const Report r = report(p, {}, {.intervals = Bootstrap{}, .baselines = {same}});
  EXPECT_NE(r.text.find("is no better than that of the majority"), std::string::npos) << r.text;
  EXPECT_NE(r.text.find("95 % interval"), std::string::npos);
  EXPECT_EQ(r.json.at("baselines").at("majority").at("accuracy").as_double(), r.scores.front().value);
  EXPECT_LT(r.json.at("intervals").at("accuracy").items()[0].as_double(), r.scores.front().value);
}

TEST(Report, MarksGroupsOfFewRows) {
  const Predictions p = predictions_of(stored().at("intervals").items().front());
  Slices slices{.column = "sex", .groups = {{.value = "female", .rows = {0, 1, 2}}}};
  slices.groups.push_back({.value = "male"});
  for (int64_t row = 3; row < p.rows(); ++row) slices.groups.back().rows.push_back(row);
  const Report r = report(p, {}, {.slices = {slices}});
  EXPECT_NE(r.text.find("female *"), std::string::npos) << r.text;
  EXPECT_EQ(r.json.at("slices").at("sex").at("male").at("rows").as_double(), static_cast<double>(p.rows() - 3));
  EXPECT_TRUE(r.json.at("slices").at("sex").at("female").find("few"));
}

}  // namespace
}  // namespace plumb
