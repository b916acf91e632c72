#pragma once

#include "plumb/evaluate/one_vs_rest.h"

namespace plumb {

/// The highest sensitivity (recall) that any threshold reaches while the specificity stays at least `specificity`: a
/// point of the ROC curve. NaN where a class has no row, or all.
///
///     evaluate: [{sensitivity_at_specificity: 0.95}]
struct SensitivityAtSpecificity {
  double specificity = 0.9;
  OneVsRest options = {};

  static constexpr auto name = "sensitivity_at_specificity";
  static constexpr auto summary = "Highest sensitivity at a specificity that must be kept.";
  static constexpr auto shorthand = "specificity";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::classes;
  static void describe(auto& self, auto& field) {
    field("specificity", self.specificity, "The specificity that must be kept.", between(0, 1));
    OneVsRest::describe(self.options, field);
  }
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
