#pragma once

#include "plumb/train/schedule.h"

namespace plumb {

/// The rate times `factor` after each epoch (PyTorch's ExponentialLR).
struct ExponentialDecay {
  double factor = 0.95;

  static constexpr auto name = "exponential";
  static constexpr auto summary = "The rate times a factor after each epoch.";
  static constexpr auto shorthand = "factor";
  static void describe(auto& self, auto& field) {
    field("factor", self.factor, "What the rate is multiplied by.", above_up_to(0, 1));
  }
  double rate(const Moment& moment) const;
};

}  // namespace plumb
