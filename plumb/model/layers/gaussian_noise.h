#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// While training, adds normal noise of mean 0 to the numbers (as Keras's GaussianNoise). Which noise depends on the
/// seed, the step, the layer and the place alone.
///
///     gaussian_noise: 0.1        GaussianNoise{0.1}
struct GaussianNoise {
  double stddev = 0.1;

  static constexpr auto name = "gaussian_noise";
  static constexpr auto summary = "Adds normal noise while training.";
  static constexpr auto shorthand = "stddev";
  static void describe(auto& self, auto& field) {
    field("stddev", self.stddev, "Standard deviation of the noise.", at_least(0));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
