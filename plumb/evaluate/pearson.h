#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Pearson's correlation of truth and prediction: 1 where they lie on a rising line, whatever its offset and slope. NaN
/// where one of them is constant.
struct Pearson {
  static constexpr auto name = "pearson";
  static constexpr auto summary = "Linear correlation of truth and prediction.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
