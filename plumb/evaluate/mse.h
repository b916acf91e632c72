#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// mean((y - p)^2), in the square of the target's unit.
struct Mse {
  static constexpr auto name = "mse";
  static constexpr auto summary = "Mean squared error.";
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
