#pragma once

#include <array>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Agreement of call and truth beyond chance (Cohen, 1960): 1 - sum w o / sum w e, where o counts the rows by truth and
/// call, e is what chance would give, and w is what a mistake weighs: 1, or for classes in order their distance or its
/// square (Cohen, 1968). The order is that of the classes.
///
///     evaluate: [{cohen_kappa: {weights: quadratic}}]
struct CohenKappa {
  enum class Weights { none, linear, quadratic };
  friend constexpr auto names(Weights) { return std::array{"none", "linear", "quadratic"}; }

  Weights weights = Weights::none;

  static constexpr auto name = "cohen_kappa";
  static constexpr auto summary = "Agreement beyond chance.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::classes;
  static constexpr bool reads_calls = true;
  static void describe(auto& self, auto& field) {
    field("weights", self.weights, "What a mistake weighs: 1, the distance of the classes, or its square.");
  }
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
