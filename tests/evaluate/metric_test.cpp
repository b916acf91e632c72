#include "plumb/evaluate/metric.h"

#include <gtest/gtest.h>

#include <cmath>

#include "plumb/core/files.h"
#include "plumb/evaluate/confusion.h"
#include "plumb/evaluate/report.h"
#include "tests/evaluate/stored.h"

namespace plumb {
namespace {

using testing::doubles, testing::predictions_of;

Metric metric_of(const std::string& word) {  // "f1:macro"
  const size_t colon = word.find(':');
  if (colon == std::string::npos) return registry<Metric>().make(word);
  Entry options = Entry::map(), entry = Entry::map();
  options.set("average", Entry::text(word.substr(colon + 1)));
  entry.set(word.substr(0, colon), options);
  return registry<Metric>().make(entry);
}

// The stored values are scikit-learn's: tests/references/sklearn_metrics.py.
TEST(Metric, EqualsScikitLearn) {
  const std::string file = PLUMB_SOURCE_DIR "/tests/evaluate/sklearn.json";
  size_t compared = 0;
  const Entry cases = parse_json(read_file(file), file);
  for (const Entry& stored : cases.items()) {
    const Predictions p = predictions_of(stored);
    for (const Entry::Field& field : stored.at("expected").fields()) {
      SCOPED_TRACE(stored.at("name").word() + ": " + field.name);
      if (field.name == "confusion") {
        const Confusion confusion(p);
        for (size_t i = 0; i < confusion.classes(); ++i)
          for (size_t j = 0; j < confusion.classes(); ++j)
            EXPECT_NEAR(confusion.at(i, j), field.value.items()[i].items()[j].as_double(), 1e-12);
      } else if (field.name.ends_with(":per_class")) {
        const Score score = registry<Metric>().make(field.name.substr(0, field.name.find(':'))).score(p);
        const std::vector<double> expected = doubles(&field.value);
        ASSERT_EQ(score.per_class.size(), expected.size());
        for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(score.per_class[i], expected[i], 1e-12);
      } else {
        EXPECT_NEAR(metric_of(field.name).score(p).value, field.value.as_double(), 1e-12);
      }
      ++compared;
    }
  }
  EXPECT_GT(compared, 80U);
}

Predictions small() {
  return {.target = "answer",
          .labels = {"no", "yes"},
          .classes = {0, 1, 1, 0},
          .probabilities = {0.9, 0.1, 0.2, 0.8, 0.6, 0.4, 0.5, 0.5}};
}

TEST(Metric, DefaultsDependOnTheTarget) {
  EXPECT_EQ(default_metrics(small()).front().name(), "accuracy");
  EXPECT_EQ(default_metrics({.target = "t", .numbers = {1}, .predicted = {1}}).front().name(), "rmse");
}

TEST(Metric, RefusesAnUnknownPositiveClass) {
  Entry options = Entry::map(), entry = Entry::map();
  options.set("positive", Entry::text("yse"));
  entry.set("f1", options);
  try {
    registry<Metric>().make(entry).score(small());
    FAIL() << "an unknown class was taken";
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(), "positive: \"yse\" is not a class of answer: no, yes; did you mean \"yes\"?");
  }
}

TEST(Metric, AucOfOneClassIsNotANumber) {
  Predictions p = small();
  p.classes = {1, 1, 1, 1};
  EXPECT_TRUE(std::isnan(registry<Metric>().make("auc").score(p).value));
}

TEST(Report, ShowsClassesAndMistakes) {
  const Report r = report(small());
  EXPECT_NE(r.text.find("precision"), std::string::npos);
  EXPECT_NE(r.text.find("true \\ called"), std::string::npos);
  EXPECT_EQ(r.json.at("confusion").items()[1].items()[0].as_double(), 1);  // one "yes" was called "no"
  EXPECT_DOUBLE_EQ(r.json.at("accuracy").as_double(), 0.75);
}

TEST(Report, RefusesAMetricOfTheOtherKind) { EXPECT_THROW(report(small(), {registry<Metric>().make("rmse")}), Error); }

TEST(Report, RefusesNoRows) { EXPECT_THROW(report({.target = "t"}), Error); }

}  // namespace
}  // namespace plumb
