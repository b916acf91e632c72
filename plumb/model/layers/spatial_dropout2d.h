#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// While training, drops whole channels of an image and raises the others, so that sums stay (Tompson et al., 2015).
/// Neighbouring cells of a channel say much the same, so dropping single ones hides little.
///
///     spatial_dropout2d: 0.2        SpatialDropout2D{0.2}
struct SpatialDropout2D {
  double rate = 0.5;

  static constexpr auto name = "spatial_dropout2d";
  static constexpr auto summary = "Drops a share of an image's channels while training.";
  static constexpr auto shorthand = "rate";
  static void describe(auto& self, auto& field) {
    field("rate", self.rate, "Share of the channels that are dropped.", from_below(0, 1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
