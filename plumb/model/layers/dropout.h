#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// While training, sets a share of the numbers to 0 and raises the others, so that sums stay (Srivastava et al., 2014).
/// Which ones depends on the seed, the step, the layer and the place alone.
///
///     dropout: 0.2        Dropout{0.2}
struct Dropout {
  double rate = 0.5;

  static constexpr auto name = "dropout";
  static constexpr auto summary = "Drops a share of the numbers while training.";
  static constexpr auto shorthand = "rate";
  static void describe(auto& self, auto& field) {
    field("rate", self.rate, "Share of the numbers that are dropped.", from_below(0, 1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
