#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// mean(|y - p| / |y|), as a share: 0.05 is 5 %. A truth of 0 makes it very large, as in scikit-learn; `smape` has no
/// such trap.
struct Mape {
  static constexpr auto name = "mape";
  static constexpr auto summary = "Mean absolute error as a share of the truth.";
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
