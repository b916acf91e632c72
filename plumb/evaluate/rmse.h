#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// sqrt(mean((y - p)^2)), in the target's unit.
struct Rmse {
  static constexpr auto name = "rmse";
  static constexpr auto summary = "Root of the mean squared error.";
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
