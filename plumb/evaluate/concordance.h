#pragma once

#include <array>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// The share of the pairs of rows with unlike truth whose predictions lie in the same order, equal predictions counting
/// half (Harrell, 1982): 0.5 is chance; for two values of the truth it is `auc`. (SciPy's Somers' D + 1) / 2. A pair
/// weighs the product of its rows. NaN where the truth is constant.
struct Concordance {
  static constexpr auto name = "concordance";
  static constexpr auto summary = "Share of the pairs of rows whose order is right.";
  static constexpr std::array aliases{"c_index"};
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
