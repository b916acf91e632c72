#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Each channel (of the last axis) to mean 0 and variance 1, then scaled and shifted (Ioffe and Szegedy, 2015).
/// Training uses the batch's statistics and keeps running ones, the biased variance as in Keras; inference uses those.
///
/// A bias right before it has no effect and a gradient of nothing but rounding: write `use_bias: false` there.
struct BatchNormalization {
  double momentum = 0.99;
  double epsilon = 0.001;
  bool center = true;
  bool scale = true;

  static constexpr auto name = "batch_normalization";
  static constexpr auto summary = "Each channel to mean 0 and variance 1 over the batch.";
  static void describe(auto& self, auto& field) {
    field("momentum", self.momentum, "Share of the old running statistics that each step keeps.", between(0, 1));
    field("epsilon", self.epsilon, "Added to the variance.", above(0));
    field("center", self.center, "Adds a learned number.");
    field("scale", self.scale, "Multiplies by a learned number.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
