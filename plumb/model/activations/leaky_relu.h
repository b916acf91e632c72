#pragma once

#include "plumb/model/activation.h"

namespace plumb {

/// x where x > 0, else negative_slope * x (Maas et al., 2013).
struct LeakyRelu {
  double negative_slope = 0.2;

  static constexpr auto name = "leaky_relu";
  static constexpr auto summary = "x where x > 0, else negative_slope * x.";
  static constexpr auto shorthand = "negative_slope";
  static void describe(auto& self, auto& field) { field("negative_slope", self.negative_slope, "Slope below 0."); }
  Value build(Value x) const;
};

}  // namespace plumb
