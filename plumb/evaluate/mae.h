#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// mean(|y - p|), in the target's unit.
struct Mae {
  static constexpr auto name = "mae";
  static constexpr auto summary = "Mean absolute error.";
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
