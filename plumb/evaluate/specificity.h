#pragma once

#include "plumb/evaluate/average.h"

namespace plumb {

/// tn / (tn + fp): the share of the rows of other classes that were rightly not called this class; for two classes the
/// recall of the negative one.
///
///     evaluate: [recall, specificity]
struct Specificity {
  AverageOptions options = {};

  static constexpr auto name = "specificity";
  static constexpr auto summary = "Share of the negatives that were called negative.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::classes;
  static constexpr bool reads_calls = true;
  static void describe(auto& self, auto& field) { AverageOptions::describe(self.options, field); }
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
