#pragma once

#include <array>

#include "plumb/train/schedule.h"

namespace plumb {

/// Half waves of a cosine down, each beginning again at the learning rate and `multiply` times as long as the one
/// before (Loshchilov and Hutter, 2017; PyTorch's CosineAnnealingWarmRestarts).
///
///     schedule: {cosine_restarts: {first: 10, multiply: 2}}
struct CosineRestarts {
  int64_t first = 10;
  double multiply = 2;
  double alpha = 0;

  static constexpr auto name = "cosine_restarts";
  static constexpr auto summary = "Half waves of a cosine, each longer than the one before.";
  static constexpr std::array aliases{"cosine_annealing_warm_restarts"};
  static constexpr auto shorthand = "first";
  static void describe(auto& self, auto& field) {
    field("first", self.first, "Epochs of the first wave.", at_least(1));
    field("multiply", self.multiply, "Length of a wave over that of the one before.", at_least(1));
    field("alpha", self.alpha, "Share of the learning rate that is left at the end of a wave.", between(0, 1));
  }
  double rate(const Moment& moment) const;
};

}  // namespace plumb
