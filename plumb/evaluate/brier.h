#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// The squared distance of the probabilities from the truth (Brier, 1950). Two classes: mean((p - y)^2) of one of them,
/// between 0 and 1. More: the sum over the classes, between 0 and 2. scikit-learn's `brier_score_loss`.
struct Brier {
  static constexpr auto name = "brier";
  static constexpr auto summary = "Mean squared distance of the probabilities from the truth.";
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::classes;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
