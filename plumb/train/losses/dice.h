#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// 1 - 2 sum(y p) / (sum y + sum p) over the units of a row (Milletari et al., 2016): the overlap of masks or labels,
/// blind to how many units are rightly 0.
struct Dice {
  double smooth = 1;

  static constexpr auto name = "dice";
  static constexpr auto summary = "One minus the overlap of truth and prediction.";
  static void describe(auto& self, auto& field) {
    field("smooth", self.smooth, "Added above and below, so that empty rows have a value.", above(0));
  }
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
