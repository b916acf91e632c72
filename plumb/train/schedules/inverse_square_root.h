#pragma once

#include <array>

#include "plumb/train/schedule.h"

namespace plumb {

/// A linear rise over `warmup` steps, then rate sqrt(warmup / step), counted from 1 (Vaswani et al., 2017): its end
/// need not be known.
struct InverseSquareRoot {
  int64_t warmup = 1000;

  static constexpr auto name = "inverse_square_root";
  static constexpr auto summary = "A linear rise, then one over the root of the step.";
  static constexpr std::array aliases{"inverse_sqrt", "noam"};
  static constexpr auto shorthand = "warmup";
  static void describe(auto& self, auto& field) { field("warmup", self.warmup, "Steps of the rise.", at_least(1)); }
  double rate(const Moment& moment) const;
};

}  // namespace plumb
