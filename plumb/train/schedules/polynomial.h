#pragma once

#include <array>

#include "plumb/train/schedule.h"

namespace plumb {

/// From the learning rate down to `alpha` times it along (1 - step / steps)^power; a line where the power is 1 (Keras's
/// PolynomialDecay, PyTorch's PolynomialLR).
struct PolynomialDecay {
  double power = 1;
  double alpha = 0;

  static constexpr auto name = "polynomial";
  static constexpr auto summary = "Down along a line or a power of it.";
  static constexpr std::array aliases{"linear"};
  static constexpr auto shorthand = "power";
  static void describe(auto& self, auto& field) {
    field("power", self.power, "Of the share of steps that are left.", above(0));
    field("alpha", self.alpha, "Share of the learning rate that is left at the end.", between(0, 1));
  }
  double rate(const Moment& moment) const;
};

}  // namespace plumb
