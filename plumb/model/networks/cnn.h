#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/architecture.h"

namespace plumb {

/// Blocks of convolutions, each with half the height and width and more channels than the one before, for images. Other
/// inputs get a dense layer and join before the last.
///
///     model: {cnn: {filters: [32, 64, 128], dropout: 0.3}}
struct Cnn {
  std::vector<int64_t> filters = {};
  int64_t convolutions = 1;
  int64_t units = 128;
  double dropout = 0.3;
  Activation activation = {};  // relu
  bool batch_normalization = true;

  Cnn();
  static constexpr auto name = "cnn";
  static constexpr auto summary = "Blocks of convolutions and pooling, for images.";
  static constexpr auto shorthand = "filters";
  static void describe(auto& self, auto& field) {
    field("filters", self.filters, "Channels of each block; nothing: from the size of the images.", at_least(1));
    field("convolutions", self.convolutions, "Convolutions in each block.", between(1, 8));
    field("units", self.units, "Width of the dense layer after the blocks; 0: none.", at_least(0));
    field("dropout", self.dropout, "Share of the numbers dropped before the dense layers while training.",
          from_below(0, 1));
    field("activation", self.activation, "Applied after each layer.");
    field("batch_normalization", self.batch_normalization, "Normalises before each activation.");
  }
  Layers image_layers(const Shape& image) const;
  Plan plan(const NetworkContext& context) const;
};

}  // namespace plumb
