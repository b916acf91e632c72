#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// While training, drops everything of a share of the rows and raises the others, so that sums stay. As the last layer
/// of a residual block it skips the block: stochastic depth (Huang et al., 2016).
///
///     residual: {layers: [{conv2d: {filters: 32, padding: same}}, {drop_path: 0.1}]}
struct DropPath {
  double rate = 0.1;

  static constexpr auto name = "drop_path";
  static constexpr auto summary = "Drops all of a share of the rows while training: skips a residual block.";
  static constexpr auto shorthand = "rate";
  static void describe(auto& self, auto& field) {
    field("rate", self.rate, "Share of the rows that are dropped.", from_below(0, 1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
