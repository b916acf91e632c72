// Curves against scikit-learn's points (tests/references/intervals.py).
#include "plumb/evaluate/plots.h"

#include <gtest/gtest.h>

#include "plumb/core/files.h"
#include "tests/evaluate/stored.h"

namespace plumb {
namespace {

using testing::doubles, testing::predictions_of;

void expect_points(const Chart::Series& line, const std::vector<double>& x, const std::vector<double>& y) {
  ASSERT_EQ(line.x.size(), x.size());
  ASSERT_EQ(line.y.size(), y.size());
  for (size_t i = 0; i < x.size(); ++i) {
    EXPECT_NEAR(line.x[i], x[i], 1e-12) << i;
    EXPECT_NEAR(line.y[i], y[i], 1e-12) << i;
  }
}

TEST(Curves, AreScikitLearnsWithTiesAndWeights) {
  const std::string file = PLUMB_SOURCE_DIR "/tests/evaluate/intervals.json";
  const Entry stored = parse_json(read_file(file), file);
  for (const Entry& one : stored.at("curves").items()) {
    const Predictions said = predictions_of(one);
    SCOPED_TRACE(said.weights.empty() ? "plain" : "ties and weights");
    expect_points(roc_curve(said, 1), doubles(one.find("false")), doubles(one.find("true")));
    expect_points(pr_curve(said, 1), doubles(one.find("recall")), doubles(one.find("precision")));
  }
}

}  // namespace
}  // namespace plumb
