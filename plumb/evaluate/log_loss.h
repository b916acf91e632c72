#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// -mean(log p(true class)), with p kept within [2.2e-16, 1 - 2.2e-16] and each row's probabilities summing to 1, as
/// scikit-learn.
struct LogLoss {
  static constexpr auto name = "log_loss";
  static constexpr auto summary = "Mean negative log of the probability of the true class.";
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::classes;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
  Rescore rescore(const Predictions& predictions) const;
};

}  // namespace plumb
