#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// The plain mean of the recalls of the classes that occur in the truth.
struct BalancedAccuracy {
  static constexpr auto name = "balanced_accuracy";
  static constexpr auto summary = "Mean recall of the classes.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::classes;
  static constexpr bool reads_calls = true;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
