#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// mean(2 |y - p| / (|y| + |p|)), as a share between 0 and 2; a row where both are 0 is right.
struct Smape {
  static constexpr auto name = "smape";
  static constexpr auto summary = "Mean absolute error as a share of the mean of truth and prediction.";
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
