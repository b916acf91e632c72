#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Spearman's correlation: Pearson's, of ranks; equal numbers share their mean rank. 1 where the order is right,
/// however far the numbers are off. A row of weight 2 counts as that row twice, in the ranks too.
struct Spearman {
  static constexpr auto name = "spearman";
  static constexpr auto summary = "Correlation of the ranks of truth and prediction.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
