#pragma once

#include "plumb/model/activation.h"

namespace plumb {

/// max(x, 0); with the options of keras.layers.ReLU
///
///     max_value where x >= max_value,  x where threshold < x < max_value,  else negative_slope (x - threshold)
///
///     dense: {units: 64, activation: {relu: {max_value: 6}}}        Dense{64, Relu{.max_value = 6}}
struct Relu {
  std::optional<double> max_value = {};
  double negative_slope = 0;
  double threshold = 0;

  static constexpr auto name = "relu";
  static constexpr auto summary = "max(x, 0).";
  static void describe(auto& self, auto& field) {
    field("max_value", self.max_value, "The largest answer; none: there is no largest.", at_least(0));
    field("negative_slope", self.negative_slope, "Slope below the threshold.", at_least(0));
    field("threshold", self.threshold, "Up to here x does not pass.", at_least(0));
  }
  Value build(Value x) const;
};

}  // namespace plumb
