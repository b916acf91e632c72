#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// 1 - tp / (tp + alpha fp + beta fn) over the units of a row (Salehi et al., 2017): `dice` where false positives and
/// false negatives need not cost the same.
struct Tversky {
  double alpha = 0.3;
  double beta = 0.7;
  double smooth = 1;

  static constexpr auto name = "tversky";
  static constexpr auto summary = "Overlap with a price for each sort of mistake.";
  static void describe(auto& self, auto& field) {
    field("alpha", self.alpha, "What a false positive costs.", at_least(0));
    field("beta", self.beta, "What a false negative costs.", at_least(0));
    field("smooth", self.smooth, "Added above and below, so that empty rows have a value.", above(0));
  }
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
