#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Mean loss of a quantile (Koenker and Bassett, 1978): q (y - p) where the prediction is too low, (1 - q) (p - y)
/// where it is too high. Goes with the loss `quantile`, and scores the column of its quantile where several were
/// learned; at 0.5 it is half of `mae`.
///
///     evaluate: [{pinball: 0.9}]
struct Pinball {
  double quantile = 0.5;

  static constexpr auto name = "pinball";
  static constexpr auto summary = "Mean loss of a predicted quantile.";
  static constexpr auto shorthand = "quantile";
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto& self, auto& field) {
    field("quantile", self.quantile, "The share of the truth that should lie below the prediction.", between(0, 1));
  }
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
