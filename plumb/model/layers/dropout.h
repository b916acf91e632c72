#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// While training, sets a share of the numbers to 0 and raises the others, so that sums stay (Srivastava et al., 2014).
/// Which ones depends on the seed, the step, the layer and the place alone.
///
///     dropout: 0.2        Dropout{0.2}
///     dropout: {rate: 0.2, noise_shape: [null, 1, null]}        // of [rows, time, n]: the same numbers in all steps
///
/// `noise_shape` is that of the draws: null, or the size itself, where each place has its own, 1 where they share one.
struct Dropout {
  double rate = 0.5;
  std::vector<std::optional<int64_t>> noise_shape = {};

  static constexpr auto name = "dropout";
  static constexpr auto summary = "Drops a share of the numbers while training.";
  static constexpr auto shorthand = "rate";
  static void describe(auto& self, auto& field) {
    field("rate", self.rate, "Share of the numbers that are dropped.", from_below(0, 1));
    field("noise_shape", self.noise_shape,
          "For each axis, the rows first: null for draws of its own, 1 for one that its places share.", at_least(1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
