#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

/// Residual networks for images (He et al., 2016): blocks of convolutions with a shortcut around each.
///
///     model: {resnet: 20}                 20, 32, 44, 56, 110: three stages of 16, 32, 64 channels, for small images
///     model: {resnet: 50}                 18, 34, 50, 101: four stages from 64 channels, for photos
///
/// Depths 6 n + 2 are those of the paper's small networks with n blocks a stage; 50 and 101 have blocks of three
/// convolutions, the middle one narrow. Photos are halved before the first stage by a strided convolution of 7x7 and by
/// pooling; small images (under 64 and under 128 pixels) do without these. A shortcut that changes its shape is a plain
/// projection.
struct ResNet {
  int64_t depth = 20;
  double width = 1;
  double dropout = 0;

  static constexpr auto name = "resnet";
  static constexpr auto summary = "Blocks of convolutions with a shortcut around each, for images.";
  static constexpr auto shorthand = "depth";
  static void describe(auto& self, auto& field) {
    field("depth", self.depth, "Layers with weights: 18, 34, 50, 101; or 20, 32, 44, 56, 110 for small images.",
          at_least(8));
    field("width", self.width, "Factor on the channels of every stage.", above(0));
    field("dropout", self.dropout, "Share of the numbers dropped before the last layer while training.",
          from_below(0, 1));
  }
  Layers image_layers(const Shape& image) const;
  Plan plan(const NetworkContext& context) const;
};

}  // namespace plumb
