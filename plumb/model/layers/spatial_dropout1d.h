#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// While training, drops whole channels of a sequence and raises the others, so that sums stay (Tompson et al., 2015):
/// the same ones in all steps.
///
///     spatial_dropout1d: 0.2        SpatialDropout1D{0.2}
struct SpatialDropout1D {
  double rate = 0.5;

  static constexpr auto name = "spatial_dropout1d";
  static constexpr auto summary = "Drops a share of a sequence's channels while training.";
  static constexpr auto shorthand = "rate";
  static void describe(auto& self, auto& field) {
    field("rate", self.rate, "Share of the channels that are dropped.", from_below(0, 1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
