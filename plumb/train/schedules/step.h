#pragma once

#include "plumb/train/schedule.h"

namespace plumb {

/// A smaller rate every few epochs: rate factor^(epoch / every), rounded down (PyTorch's StepLR).
///
///     schedule: {step: {every: 10, factor: 0.5}}
struct StepDecay {
  int64_t every = 10;
  double factor = 0.1;

  static constexpr auto name = "step";
  static constexpr auto summary = "A smaller rate every few epochs.";
  static constexpr auto shorthand = "every";
  static void describe(auto& self, auto& field) {
    field("every", self.every, "Epochs between two changes.", at_least(1));
    field("factor", self.factor, "What the rate is multiplied by.", above_up_to(0, 1));
  }
  double rate(const Moment& moment) const;
};

}  // namespace plumb
