#pragma once

#include <array>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// The median of |y - p|, in the target's unit: blind to the worst half. Weighted as scikit-learn does it: the mean of
/// the lowest error that reaches half of the weight and of the next, where it meets the half exactly.
struct Medae {
  static constexpr auto name = "medae";
  static constexpr auto summary = "Median absolute error.";
  static constexpr std::array aliases{"median_absolute_error"};
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
