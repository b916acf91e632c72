#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// The mean of |prediction - target|: less moved by outliers than squares.
struct MeanAbsoluteError {
  static constexpr auto name = "mean_absolute_error";
  static constexpr auto summary = "The mean of absolute differences.";
  static void describe(auto&, auto&) {}
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
