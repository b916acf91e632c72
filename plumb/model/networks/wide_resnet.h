#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

/// Wide residual networks for small images (Zagoruyko and Komodakis, 2016): fewer and wider blocks than `resnet`, which
/// learn as much and run faster. Three stages of 16, 32 and 64 times `width` channels, each with (depth - 4) / 6 blocks
/// that normalise before each convolution, with dropout between the two.
///
///     model: {wide_resnet: {depth: 16, width: 4, dropout: 0.3}}
struct WideResNet {
  int64_t depth = 16;
  int64_t width = 4;
  double dropout = 0.3;

  static constexpr auto name = "wide_resnet";
  static constexpr auto summary = "Few wide residual blocks, for small images.";
  static void describe(auto& self, auto& field) {
    field("depth", self.depth, "Layers with weights: 6 n + 4, such as 10, 16, 22, 28.", at_least(10));
    field("width", self.width, "Factor on the channels of every stage.", at_least(1));
    field("dropout", self.dropout, "Share of the numbers dropped within each block while training.", from_below(0, 1));
  }
  Layers image_layers() const;
  Plan plan(const NetworkContext& context) const;
};

}  // namespace plumb
