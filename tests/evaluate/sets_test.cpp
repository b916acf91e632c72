// Metrics of sets and of several quantiles: scikit-learn's values (tests/references/sets.py), and what is refused.

#include <gtest/gtest.h>

#include "plumb/core/files.h"
#include "plumb/evaluate/report.h"
#include "tests/evaluate/stored.h"

namespace plumb {
namespace {

TEST(Sets, EqualScikitLearn) {
  const std::string file = PLUMB_SOURCE_DIR "/tests/evaluate/sets.json";
  const Entry cases = parse_json(read_file(file), file);
  for (const Entry& stored : cases.items()) {
    const Predictions p = testing::predictions_of(stored);
    for (const Entry& expected : stored.at("scores").items()) {
      SCOPED_TRACE(stored.at("says").word() + ": " + to_json(expected.at("metric"), -1));
      const Metric metric = registry<Metric>().make(expected.at("metric"));
      ASSERT_TRUE(metric.fits(p));
      EXPECT_NEAR(metric.score(p).value, expected.at("value").as_double(), 1e-12);
    }
  }
}

TEST(Sets, MetricsOfOneClassAreRefused) {
  const Predictions p{.target = "genres", .labels = {"war", "drama"}, .probabilities = {0.9, 0.2}, .members = {1, 0}};
  EXPECT_FALSE(registry<Metric>().make("accuracy").fits(p));
  try {
    report(p, {registry<Metric>().make("accuracy")});
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(
        error.what(),
        "metric accuracy scores classes, but genres is a set; ask for subset_accuracy, hamming, jaccard or f1");
  }
  EXPECT_NE(report(p).text.find("subset_accuracy"), std::string::npos);
}

TEST(Quantiles, PinballScoresItsColumnAndCoverageTheOutermost) {
  const Predictions p{.target = "price",
                      .numbers = {10, 20, 30},
                      .predicted = {12, 20, 20},
                      .quantiles = {0.1, 0.5, 0.9},
                      .at_quantiles = {8, 12, 14, 15, 20, 21, 10, 20, 25}};
  // Misses of the 0.9 quantile: -4, -1, 5; losses 0.4, 0.1, 4.5.
  EXPECT_NEAR(registry<Metric>().make(parse_json(R"({"pinball": 0.9})", "")).score(p).value, 5.0 / 3, 1e-12);
  EXPECT_NEAR(registry<Metric>().make("coverage").score(p).value, 2.0 / 3, 1e-12);
  EXPECT_NEAR(registry<Metric>().make("mae").score(p).value, 4, 1e-12);
  Predictions one = p;
  one.quantiles.clear();
  EXPECT_THROW(registry<Metric>().make("coverage").score(one), Error);
}

}  // namespace
}  // namespace plumb
