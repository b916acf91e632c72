#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// sqrt(mean((log(1 + y) - log(1 + p))²)): an error of 0.1 is a tenth of the price, of cheap houses and of dear ones.
/// As scikit-learn's root_mean_squared_log_error, but that a prediction below 0 counts as 0 where scikit-learn refuses
/// it. A truth below 0 is an Error.
struct Rmsle {
  static constexpr auto name = "rmsle";
  static constexpr auto summary = "Root of the mean squared error of logarithms.";
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::numbers;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
