#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/layer.h"

namespace plumb {

/// Weighs each channel of an image by what the whole image holds (Hu et al., 2018): the mean of each channel, a narrow
/// dense layer, a dense layer of a number for each channel, that number as a factor.
///
///     squeeze_excitation: {ratio: 4}        SqueezeExcitation{4}
struct SqueezeExcitation {
  int64_t ratio = 16;
  Activation activation = {};       // relu
  Activation gate_activation = {};  // sigmoid

  SqueezeExcitation(int64_t by = 16);  // NOLINT: `SqueezeExcitation{4}`
  static constexpr auto name = "squeeze_excitation";
  static constexpr auto summary = "Weighs each channel of an image by what the whole image holds.";
  static constexpr auto shorthand = "ratio";
  static void describe(auto& self, auto& field) {
    field("ratio", self.ratio, "How many times narrower the first dense layer is than the channels.", at_least(1));
    field("activation", self.activation, "Applied after the first dense layer.");
    field("gate_activation", self.gate_activation, "Makes the factors; sigmoid or hard_sigmoid.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
