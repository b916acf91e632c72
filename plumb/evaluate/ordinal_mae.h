#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Mean distance of the called class from the true one, in steps of the order of the classes: scikit-learn's
/// `mean_absolute_error` of class numbers. Of grades that are whole numbers without a hole it is in their unit.
///
///     target: {quality: ordinal}
///     evaluate: [ordinal_mae]
struct OrdinalMae {
  static constexpr auto name = "ordinal_mae";
  static constexpr auto summary = "Mean distance of the called class from the true one, in steps of their order.";
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::classes;
  static constexpr bool reads_calls = true;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
