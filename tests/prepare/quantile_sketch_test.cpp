// Quantiles of a stream against those of the sorted numbers, and the inverse normal against its inverse.
#include "plumb/prepare/quantile_sketch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "plumb/core/random.h"
#include "plumb/prepare/normal_quantile.h"
#include "plumb/prepare/statistics.h"

namespace plumb::testing {
namespace {

const std::vector<double> shares{0, 0.001, 0.1, 0.25, 0.5, 0.77, 0.999, 1};

TEST(QuantileSketch, IsExactUpToItsCapacity) {
  Random random(1, "sketch");
  QuantileSketch sketch(1000);
  std::vector<double> numbers;
  for (int i = 0; i < 1000; ++i) numbers.push_back(random.normal()), sketch.add(numbers.back());
  const auto got = sketch.quantiles(shares);
  for (size_t i = 0; i < shares.size(); ++i) EXPECT_DOUBLE_EQ(got[i], quantile(numbers, shares[i]));
}

/// The largest distance of a quantile's rank from where it should be.
double rank_error(std::vector<double> numbers, size_t capacity) {
  QuantileSketch sketch(capacity);
  for (const double number : numbers) sketch.add(number);
  EXPECT_EQ(sketch.count(), static_cast<int64_t>(numbers.size()));
  std::sort(numbers.begin(), numbers.end());
  const auto got = sketch.quantiles(shares);
  double worst = 0;
  for (size_t i = 0; i < shares.size(); ++i) {
    const auto rank = std::lower_bound(numbers.begin(), numbers.end(), got[i]) - numbers.begin();
    worst = std::max(worst, std::abs(static_cast<double>(rank) - shares[i] * static_cast<double>(numbers.size() - 1)));
  }
  return worst;
}

TEST(QuantileSketch, HoldsTheStatedBoundInAnyOrder) {
  constexpr int64_t n = 100'000;
  constexpr double capacity = 1001;  // odd: a number stays behind at each halving
  const double bound = n * std::log2(n / capacity) / (2 * capacity);
  std::vector<double> ascending, descending, drawn, turning;
  Random random(2, "sketch");
  for (int64_t i = 0; i < n; ++i) {
    ascending.push_back(static_cast<double>(i));
    descending.push_back(static_cast<double>(n - i));
    drawn.push_back(std::exp(random.normal()));
    turning.push_back(static_cast<double>(i % 2 == 0 ? i : -i));
  }
  for (const auto& numbers : {ascending, descending, drawn, turning}) {
    EXPECT_LE(rank_error(numbers, static_cast<size_t>(capacity)), bound);
    EXPECT_GT(rank_error(numbers, 16), 0);  // the measure can fail
  }
}

TEST(NormalQuantile, IsTheInverseOfTheDistribution) {
  for (const double p : {1e-9, 1e-7, 1e-3, 0.0749, 0.0751, 0.3, 0.5, 0.6, 0.9249, 0.9251, 0.99999})
    EXPECT_NEAR(std::erfc(-normal_quantile(p) / std::sqrt(2)) / 2, p, 1e-14 + 1e-13 * p) << p;
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-15);
  EXPECT_TRUE(std::isnan(normal_quantile(NAN)));
}

}  // namespace
}  // namespace plumb::testing
