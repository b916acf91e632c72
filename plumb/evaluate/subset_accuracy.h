#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// The share of rows whose set is called exactly: no label missing, none too many (scikit-learn's `accuracy_score` of
/// label indicators). Of one class a row: the accuracy.
struct SubsetAccuracy {
  static constexpr auto name = "subset_accuracy";
  static constexpr auto summary = "Share of the rows whose whole set of labels is right.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::labels;
  static constexpr bool reads_calls = true;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
