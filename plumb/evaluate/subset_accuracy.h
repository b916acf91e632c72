#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Weight of the rows all of whose labels are called right, over the weight of all rows (scikit-learn's
/// `accuracy_score` of sets). Of one class a row: the accuracy.
struct SubsetAccuracy {
  static constexpr auto name = "subset_accuracy";
  static constexpr auto summary = "Share of the rows all of whose labels are right.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::classes;
  static constexpr bool reads_calls = true;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
