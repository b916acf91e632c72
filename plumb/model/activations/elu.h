#pragma once

#include "plumb/model/activation.h"

namespace plumb {

/// x where x > 0, else alpha * (exp(x) - 1) (Clevert et al., 2016).
struct Elu {
  double alpha = 1.0;

  static constexpr auto name = "elu";
  static constexpr auto summary = "x where x > 0, else alpha * (exp(x) - 1).";
  static constexpr auto shorthand = "alpha";
  static void describe(auto& self, auto& field) { field("alpha", self.alpha, "Minus the value far below 0."); }
  Value build(Value x) const;
};

}  // namespace plumb
