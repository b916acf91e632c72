#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// p - y log(p): for counts y, where the network gives their rate p > 0; end it in `activation: softplus` or
/// `exponential`. Counts that are scaled before training (`target.scale`) are none any more.
struct Poisson {
  static constexpr auto name = "poisson";
  static constexpr auto summary = "For counts: the network gives their rate.";
  static void describe(auto&, auto&) {}
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
