#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// The mean of (prediction - target)^2.
struct MeanSquaredError {
  static constexpr auto name = "mean_squared_error";
  static constexpr auto summary = "The mean of squared differences.";
  static void describe(auto&, auto&) {}
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
