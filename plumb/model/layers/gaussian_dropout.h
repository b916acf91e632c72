#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// While training, multiplies the numbers by normal ones of mean 1 and variance rate / (1 - rate), those of `dropout`
/// of the same rate (Srivastava et al., 2014, section 10; as Keras's GaussianDropout).
///
///     gaussian_dropout: 0.2        GaussianDropout{0.2}
struct GaussianDropout {
  double rate = 0.5;

  static constexpr auto name = "gaussian_dropout";
  static constexpr auto summary = "Multiplies by normal noise while training.";
  static constexpr auto shorthand = "rate";
  static void describe(auto& self, auto& field) {
    field("rate", self.rate, "The variance of the factors is rate / (1 - rate).", from_below(0, 1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
