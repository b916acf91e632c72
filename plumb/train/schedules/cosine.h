#pragma once

#include "plumb/train/schedule.h"

namespace plumb {

/// Half a wave of a cosine from the learning rate down to `alpha` times it (Loshchilov and Hutter, 2017), after a
/// linear rise over the first `warmup` steps.
///
///     schedule: {cosine: {warmup: 100}}
struct Cosine {
  double alpha = 0;
  int64_t warmup = 0;

  static constexpr auto name = "cosine";
  static constexpr auto summary = "Half a wave of a cosine down, after an optional rise.";
  static void describe(auto& self, auto& field) {
    field("alpha", self.alpha, "Share of the learning rate that is left at the end.", between(0, 1));
    field("warmup", self.warmup, "Steps of a linear rise at the beginning.", at_least(0));
  }
  double rate(const Moment& moment) const;
};

}  // namespace plumb
