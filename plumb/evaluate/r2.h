#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// 1 - sum((y - p)^2) / sum((y - mean(y))^2); where the truth is constant, 1 if it was met and 0 if not, as
/// scikit-learn.
struct R2 {
  static constexpr auto name = "r2";
  static constexpr auto summary = "Share of the variance explained.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
