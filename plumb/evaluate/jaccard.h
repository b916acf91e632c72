#pragma once

#include <array>

#include "plumb/evaluate/average.h"

namespace plumb {

/// tp / (tp + fp + fn): the rows that are and are called a class, over those that are or are called it (Jaccard, 1901).
/// Of sets, where no average is asked for: the labels that a row has and is called, over those that it has or is
/// called, in the mean of the rows (scikit-learn's `average="samples", zero_division=1`).
///
///     evaluate: [{jaccard: {average: macro}}]
struct Jaccard {
  AverageOptions options = {};

  static constexpr auto name = "jaccard";
  static constexpr auto summary = "Intersection of truth and call over their union.";
  static constexpr std::array aliases{"iou", "mean_iou"};
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::labels;
  static constexpr bool reads_calls = true;
  static void describe(auto& self, auto& field) { AverageOptions::describe(self.options, field); }
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
