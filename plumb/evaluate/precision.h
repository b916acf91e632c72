#pragma once

#include "plumb/evaluate/average.h"

namespace plumb {

/// tp / (tp + fp): of the rows that were called a class, the share that are of it; 0 where none was called so.
///
///     evaluate: [precision, {precision: {average: macro}}]
// `Precision` is the arithmetic of the engine (fp32, bf16); sklearn calls this precision_score.
struct PrecisionScore {
  AverageOptions options = {};
  static constexpr auto name = "precision";
  static constexpr auto summary = "Share of the rows called a class that are of it.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::labels;
  static constexpr bool reads_calls = true;
  static void describe(auto& self, auto& field) { AverageOptions::describe(self.options, field); }
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
