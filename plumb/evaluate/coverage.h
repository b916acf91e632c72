#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// The share of the truth that lies between the lowest and the highest predicted quantile: of `quantiles: [0.05, 0.5,
/// 0.95]` it should be 0.9. Goes with the loss `quantile` of several quantiles.
struct Coverage {
  static constexpr auto name = "coverage";
  static constexpr auto summary = "Share of the truth between the outermost predicted quantiles.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
