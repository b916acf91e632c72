#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The last axis of each row to mean 0 and variance 1, then scaled and shifted (Ba et al., 2016).
struct LayerNormalization {
  double epsilon = 0.001;
  bool center = true;
  bool scale = true;

  static constexpr auto name = "layer_normalization";
  static constexpr auto summary = "The numbers of each row to mean 0 and variance 1.";
  static void describe(auto& self, auto& field) {
    field("epsilon", self.epsilon, "Added to the variance.", above(0));
    field("center", self.center, "Adds a learned number.");
    field("scale", self.scale, "Multiplies by a learned number.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
