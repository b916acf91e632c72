#pragma once

#include "plumb/evaluate/average.h"

namespace plumb {

/// tp / (tp + fn): of the rows of a class, the share that were found; 0 where there is none.
///
///     evaluate: [recall, {recall: {average: macro}}]
struct Recall {
  AverageOptions options = {};
  static constexpr auto name = "recall";
  static constexpr auto summary = "Share of the rows of a class that were called so.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::labels;
  static constexpr bool reads_calls = true;
  static void describe(auto& self, auto& field) { AverageOptions::describe(self.options, field); }
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
