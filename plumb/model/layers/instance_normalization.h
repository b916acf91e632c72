#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Each channel of each row over all places to mean 0 and variance 1, then scaled and shifted (Ulyanov et al., 2016):
/// takes the contrast out of an image. Takes [rows, …, channels] with at least one axis of places.
///
///     instance_normalization        InstanceNormalization{}
struct InstanceNormalization {
  double epsilon = 0.001;
  bool center = true;
  bool scale = true;

  static constexpr auto name = "instance_normalization";
  static constexpr auto summary = "Each channel of each row to mean 0 and variance 1.";
  static void describe(auto& self, auto& field) {
    field("epsilon", self.epsilon, "Added to the variance.", above(0));
    field("center", self.center, "Adds a learned number.");
    field("scale", self.scale, "Multiplies by a learned number.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
