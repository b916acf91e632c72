#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// The mean of log(cosh(prediction - target)): half the square of small differences, |difference| - log 2 of large
/// ones, and smooth all the way. Computed as |d| + softplus(-2 |d|) - log 2.
struct LogCosh {
  static constexpr auto name = "log_cosh";
  static constexpr auto summary = "Squares of small differences, absolute values of large ones, smooth in between.";
  static void describe(auto&, auto&) {}
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
