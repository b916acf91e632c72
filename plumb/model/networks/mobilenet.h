#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

/// A network of few weights and products for images, in the manner of MobileNetV2 (Sandler et al., 2018): inverted
/// residuals, each a map to six times the channels, a window for each channel, and a map back to few. With
/// `squeeze_excitation` channels are weighed as in MobileNetV3 (Howard et al., 2019).
///
///     model: {mobilenet: {width: 0.5}}
///
/// Photos are halved five times; small images do without the first of these, so that at least 4 cells are left.
struct MobileNet {
  double width = 1;
  int64_t expansion = 6;
  double dropout = 0.2;
  bool squeeze_excitation = false;

  static constexpr auto name = "mobilenet";
  static constexpr auto summary = "Inverted residual blocks with few weights and products, for images.";
  static constexpr auto shorthand = "width";
  static void describe(auto& self, auto& field) {
    field("width", self.width, "Factor on the channels of every stage.", above(0));
    field("expansion", self.expansion, "How many times wider a block is within.", at_least(1));
    field("dropout", self.dropout, "Share of the numbers dropped before the last layer while training.",
          from_below(0, 1));
    field("squeeze_excitation", self.squeeze_excitation, "Weighs the channels within each block.");
  }
  Layers image_layers(const Shape& image) const;
  Plan plan(const NetworkContext& context) const;
};

}  // namespace plumb
