#pragma once

#include <array>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Expected calibration error (Guo et al., 2017): rows are put into bins of equal width by the probability of the class
/// that they were called; the mean over rows of |share of right calls in the bin - mean probability in it|. 0: a call
/// made with 80 % is right in 80 % of the cases.
struct CalibrationError {
  int64_t bins = 15;

  static constexpr auto name = "calibration_error";
  static constexpr auto summary = "Distance of probabilities from shares of right calls.";
  static constexpr std::array aliases{"ece"};
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::classes;
  static void describe(auto& self, auto& field) {
    field("bins", self.bins, "Bins of equal width from 0 to 1.", between(1, 100000));
  }
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
