// rmsle against scikit-learn 1.5's root_mean_squared_log_error([3, 5, 2.5, 7], [2.5, 5, 4, 8]) = 0.19932…
#include "plumb/evaluate/rmsle.h"

#include <gtest/gtest.h>

#include <cmath>

namespace plumb {
namespace {

double score(std::vector<double> truth, std::vector<double> predicted) {
  return Rmsle{}.score({.target = "price", .numbers = std::move(truth), .predicted = std::move(predicted)}).value;
}

TEST(Rmsle, IsThatOfSklearn) { EXPECT_NEAR(score({3, 5, 2.5, 7}, {2.5, 5, 4, 8}), 0.199324, 5e-7); }

TEST(Rmsle, APredictionBelowZeroCountsAsZero) { EXPECT_NEAR(score({1}, {-3}), std::log(2.0), 1e-12); }

TEST(Rmsle, ATruthBelowZeroHasNoLogarithm) { EXPECT_THROW(score({-2}, {1}), Error); }

}  // namespace
}  // namespace plumb
