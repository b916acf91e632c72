#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// The mean of max(0, 1 - y z) for labels y of -1 and 1 (0 and 1 in the data), where z is what goes into the sigmoid at
/// the end of the network. Rows that are right by a margin of 1 cost nothing; the probabilities are not calibrated.
struct Hinge {
  static constexpr auto name = "hinge";
  static constexpr auto summary = "The hinge of the margin: a support vector machine's loss.";
  static void describe(auto&, auto&) {}
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
