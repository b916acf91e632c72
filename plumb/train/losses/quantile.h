#pragma once

#include <array>

#include "plumb/train/loss.h"

namespace plumb {

/// q (y - p) where the prediction is too low, (1 - q) (p - y) where it is too high (Koenker and Bassett, 1978): the
/// network learns the number below which a share q of the truth lies. The metric `pinball` scores it.
///
///     loss: {quantile: 0.9}
struct Quantile {
  double quantile = 0.5;

  static constexpr auto name = "quantile";
  static constexpr auto summary = "Learns a quantile instead of the mean.";
  static constexpr std::array aliases{"pinball"};
  static constexpr auto shorthand = "quantile";
  static void describe(auto& self, auto& field) {
    field("quantile", self.quantile, "The share of the truth that shall lie below.", between(0, 1));
  }
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
