#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// The mean of max(0, 1 - y z)^2 for labels y of -1 and 1 (0 and 1 in the data), where z is what goes into the sigmoid
/// at the end of the network. Rows that are right by a margin of 1 cost nothing; the probabilities are not calibrated.
struct SquaredHinge {
  static constexpr auto name = "squared_hinge";
  static constexpr auto summary = "The squared hinge of the margin: smooth, and harder on large mistakes.";
  static void describe(auto&, auto&) {}
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
