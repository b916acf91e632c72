#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// 1 - variance(y - p) / variance(y): `r2` without the offset, which it does not punish. Where the truth is constant: 1
/// if the residuals are too, else 0, as scikit-learn.
struct ExplainedVariance {
  static constexpr auto name = "explained_variance";
  static constexpr auto summary = "Share of the variance explained, whatever the offset.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
