// What every registered metric must hold: there are stored cases, and it gives what they say; the order of the rows is
// nothing to it; a row of weight 2 is that row twice.
//
// A metric brings its cases in tests/evaluate/<metric>.yaml, or a reference script of that folder's tests stores some:
//
//   - says: two of three are right                  # `labels` with `classes` and `probabilities` or `members`,
//     numbers: [1, 2, 3]                            # or `numbers` with `predicted`; `weights`, `quantiles`
//     predicted: [1, 2, 5]
//     scores: [{metric: {hits: {within: 1}}, value: 0.6666666666666666}]      # or fails: 'a part of the message'
#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/core/files.h"
#include "plumb/core/random.h"
#include "plumb/task/yaml_reader.h"
#include "tests/contract/components.h"
#include "tests/evaluate/stored.h"
#include "tests/support/paths.h"

namespace plumb::contract {
namespace {

/// The cases that a metric brings: in tests/evaluate, or beside the test that brings a metric of its own.
std::vector<Entry> cases_of(const std::string& metric) {
  for (const char* folder : {"tests/evaluate", "tests/trial"}) {
    const auto file = testing::source_dir() / folder / (metric + ".yaml");
    if (!std::filesystem::exists(file)) continue;
    Problems problems;
    const Entry cases = read_yaml(read_file(file), file.filename().string(), problems);
    problems.raise();
    return cases.items();
  }
  return {};
}

/// Whether a reference script stored a value of it, which a test of tests/evaluate compares.
bool is_stored(const std::string& metric) {
  for (const char* name : {"scores.json", "sets.json", "sklearn.json"}) {
    const Entry cases = parse_json(read_file(testing::source_dir() / "tests/evaluate" / name), name);
    for (const Entry& one : cases.items()) {
      if (const Entry* scores = one.find("scores"))
        for (const Entry& score : scores->items()) {
          const Entry& said = score.at("metric");
          if ((said.is_map() ? said.fields().front().name : said.word()) == metric) return true;
        }
      if (const Entry* expected = one.find("expected"))  // "f1:macro"
        for (const Entry::Field& field : expected->fields())
          if (field.name.substr(0, field.name.find(':')) == metric) return true;
    }
  }
  return false;
}

class EveryMetric : public ::testing::TestWithParam<Named> {
 protected:
  const std::string& name() const { return GetParam().help.name; }
  Metric metric() const { return registry<Metric>().make(GetParam().entry()); }
};

/// The value that a case says, or the message.
void expect_case(const Predictions& predictions, const Entry& score) {
  SCOPED_TRACE(to_json(score, -1));
  try {
    const double got = registry<Metric>().make(score.at("metric")).score(predictions).value;
    ASSERT_TRUE(score.find("value")) << "was scored: " << got;
    const double value = score.at("value").is_null() ? std::nan("") : score.at("value").as_double();
    if (std::isnan(value))
      EXPECT_TRUE(std::isnan(got)) << got;
    else
      EXPECT_NEAR(got, value, 1e-12 * std::max(1.0, std::abs(value)));
  } catch (const Error& error) {
    const Entry* fails = score.find("fails");
    EXPECT_TRUE(fails && std::string(error.what()).find(fails->word()) != std::string::npos) << error.what();
  }
}

TEST_P(EveryMetric, GivesWhatItsCasesSay) {
  const std::vector<Entry> cases = cases_of(name());
  EXPECT_TRUE(!cases.empty() || is_stored(name()))
      << "nothing says what it gives; write tests/evaluate/" << name() << ".yaml";
  for (const Entry& stored : cases) {
    SCOPED_TRACE(stored.at("says").word());
    for (const Entry& score : stored.at("scores").items()) expect_case(testing::predictions_of(stored), score);
  }
}

/// Of each kind that a metric may ask for, with ties, so that their order could matter.
std::vector<Predictions> drawn_predictions() {
  Random random(3, "predictions");
  const auto tenths = [&] { return std::floor(random.uniform(1, 10)) / 10; };
  constexpr int64_t rows = 40;
  Predictions two{.target = "t", .labels = {"a", "b"}}, three{.target = "t", .labels = {"a", "b", "c"}},
      sets = three, numbers{.target = "t", .quantiles = {0.1, 0.5, 0.9}};
  for (int64_t row = 0; row < rows; ++row) {
    two.classes.push_back(static_cast<int32_t>(random.uniform(0, 2)));
    three.classes.push_back(static_cast<int32_t>(random.uniform(0, 3)));
    const double p = tenths(), q = tenths() * (1 - p);
    two.probabilities.insert(two.probabilities.end(), {1 - p, p});
    three.probabilities.insert(three.probabilities.end(), {p, q, 1 - p - q});
    for (int label = 0; label < 3; ++label) {
      sets.members.push_back(random.uniform(0, 1) < 0.5);
      sets.probabilities.push_back(tenths());
    }
    numbers.numbers.push_back(10 * tenths());
    numbers.predicted.push_back(10 * tenths());
    numbers.at_quantiles.insert(numbers.at_quantiles.end(),
                                {numbers.predicted.back() - 2, numbers.predicted.back(), numbers.predicted.back() + 2});
  }
  return {two, three, sets, numbers};
}

void expect_equal(const Score& got, const Score& expected) {
  const auto near = [](double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-12 * std::max(1.0, std::abs(b));
  };
  EXPECT_TRUE(near(got.value, expected.value)) << got.value << ", expected " << expected.value;
  ASSERT_EQ(got.per_class.size(), expected.per_class.size());
  for (size_t i = 0; i < got.per_class.size(); ++i) EXPECT_TRUE(near(got.per_class[i], expected.per_class[i])) << i;
}

TEST_P(EveryMetric, TheOrderOfRowsIsNothingToIt) {
  int fitting = 0;
  for (const Predictions& p : drawn_predictions()) {
    if (!metric().fits(p)) continue;
    ++fitting;
    std::vector<int64_t> order(static_cast<size_t>(p.rows()));
    for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int64_t>((i * 7 + 3) % order.size());
    expect_equal(metric().score(p.take(order)), metric().score(p));
  }
  EXPECT_GT(fitting, 0) << "it takes no predictions that there are";
}

TEST_P(EveryMetric, ARowOfWeightTwoIsThatRowTwice) {
  for (Predictions p : drawn_predictions()) {
    if (!metric().fits(p)) continue;
    std::vector<int64_t> rows;
    for (int64_t row = 0; row < p.rows(); ++row) {
      rows.push_back(row);
      if (row % 3 == 0) rows.push_back(row);
      p.weights.push_back(row % 3 == 0 ? 2 : 1);
    }
    Predictions repeated = p.take(rows);
    repeated.weights.clear();
    expect_equal(metric().score(p), metric().score(repeated));
    p.weights.assign(p.weights.size(), 1);
    const Score even = metric().score(p);
    p.weights.clear();
    expect_equal(even, metric().score(p));
  }
}

INSTANTIATE_TEST_SUITE_P(Contract, EveryMetric, ::testing::ValuesIn(components({"metric"})),
                         [](const auto& info) { return info.param.help.name; });

}  // namespace
}  // namespace plumb::contract
