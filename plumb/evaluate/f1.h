#pragma once

#include "plumb/evaluate/average.h"

namespace plumb {

/// 2 p r / (p + r) = 2 tp / (2 tp + fp + fn) (van Rijsbergen, 1979).
///
///     evaluate: [f1, {f1: {average: macro}}]
struct F1 {
  AverageOptions options = {};
  static constexpr auto name = "f1";
  static constexpr auto summary = "Harmonic mean of precision and recall.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::labels;
  static constexpr bool reads_calls = true;
  static void describe(auto& self, auto& field) { AverageOptions::describe(self.options, field); }
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
