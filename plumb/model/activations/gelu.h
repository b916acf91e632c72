#pragma once

#include "plumb/model/activation.h"

namespace plumb {

/// x Phi(x) with the normal distribution Phi (Hendrycks and Gimpel, 2016), or their approximation of it by a tanh:
///
///     x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2
struct Gelu {
  bool approximate = false;

  static constexpr auto name = "gelu";
  static constexpr auto summary = "x times the probability that a standard normal number is below x.";
  static constexpr auto shorthand = "approximate";
  static void describe(auto& self, auto& field) {
    field("approximate", self.approximate, "That probability by a tanh, off by 0.0002 at most.");
  }
  Value build(Value x) const;
};

}  // namespace plumb
