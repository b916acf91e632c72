#pragma once

#include <optional>

#include "plumb/train/schedule.h"

namespace plumb {

/// Up to a peak and down to nearly nothing, along cosines (Smith and Topin, 2018; PyTorch's OneCycleLR).
///
///     schedule: {one_cycle: {peak: 0.01}}
struct OneCycle {
  std::optional<double> peak = {};
  double rise = 0.3;
  double divide = 25;
  double final_divide = 1e4;

  static constexpr auto name = "one_cycle";
  static constexpr auto summary = "Up to a peak and down to nearly nothing.";
  static constexpr auto shorthand = "peak";
  static void describe(auto& self, auto& field) {
    field("peak", self.peak, "The highest learning rate; the optimizer's where nothing is said.", above(0));
    field("rise", self.rise, "Share of the steps before the peak.", between(0, 1));
    field("divide", self.divide, "The peak over the first rate.", at_least(1));
    field("final_divide", self.final_divide, "The first rate over the last one.", at_least(1));
  }
  double rate(const Moment& moment) const;
};

}  // namespace plumb
