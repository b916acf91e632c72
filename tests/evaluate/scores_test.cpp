// Every metric of tests/references/scores.py against scikit-learn, SciPy or the plain formula in NumPy.

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/core/files.h"
#include "plumb/train/schedule.h"
#include "tests/evaluate/stored.h"

namespace plumb {
namespace {

TEST(Scores, EqualTheReferenceLibraries) {
  const std::string file = PLUMB_SOURCE_DIR "/tests/evaluate/scores.json";
  const Entry cases = parse_json(read_file(file), file);
  for (const Entry& stored : cases.items()) {
    const Predictions p = testing::predictions_of(stored);
    for (const Entry& expected : stored.at("scores").items()) {
      const Entry& entry = expected.at("metric");
      SCOPED_TRACE(stored.at("says").word() + ": " + to_json(entry, -1));
      const Metric metric = registry<Metric>().make(entry);
      const Score score = metric.score(p);
      EXPECT_TRUE(score.name.starts_with(metric.name()) || metric.name() == "top_k") << score.name;
      if (expected.at("value").is_null())
        EXPECT_TRUE(std::isnan(score.value)) << score.value;
      else
        EXPECT_NEAR(score.value, expected.at("value").as_double(),
                    1e-12 * std::max(1.0, std::abs(expected.at("value").as_double())));
      if (const Entry* classes = expected.find("per_class")) {
        const std::vector<double> of_classes = testing::doubles(classes);
        ASSERT_EQ(score.per_class.size(), of_classes.size());
        for (size_t i = 0; i < of_classes.size(); ++i) EXPECT_NEAR(score.per_class[i], of_classes[i], 1e-12);
      }
    }
  }
}

TEST(Scores, TheDirectionIsKnownByTheName) {
  for (const char* name : {"loss", "valid_loss", "valid_price_mae", "calibration_error", "valid_pinball_0.9", "brier"})
    EXPECT_TRUE(less_is_better(name)) << name;
  for (const char* name : {"accuracy", "valid_f1_macro", "valid_explained_variance", "top_3", "valid_spearman"})
    EXPECT_FALSE(less_is_better(name)) << name;
}

TEST(Scores, ConcordanceOfTwoValuesIsTheAreaUnderTheCurve) {
  const Predictions numbers{
      .target = "t", .numbers = {0, 1, 1, 0, 1}, .predicted = {0.1, 0.4, 0.3, 0.3, 0.2}, .weights = {1, 2, 3, 4, 5}};
  Predictions classes{.target = "t", .labels = {"0", "1"}, .classes = {0, 1, 1, 0, 1}, .weights = numbers.weights};
  for (const double p : numbers.predicted) {
    classes.probabilities.push_back(1 - p);
    classes.probabilities.push_back(p);
  }
  EXPECT_NEAR(registry<Metric>().make("concordance").score(numbers).value,
              registry<Metric>().make("auc").score(classes).value, 1e-12);
}

}  // namespace
}  // namespace plumb
