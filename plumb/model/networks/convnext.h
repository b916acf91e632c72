#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

/// Convolutional networks for images in the manner of ConvNeXt (Liu et al., 2022): blocks of a wide window for each
/// channel, a layer normalisation, and two dense maps of each cell's channels, four times wider between; a shortcut
/// around each block, and whole blocks dropped while training, the later ones more often.
///
///     model: {convnext: {filters: [48, 96, 192, 384], blocks: [3, 3, 9, 3], drop_path: 0.2}}
///
/// The image is first cut into patches of 4x4, and halved between stages; small images are cut finer (32 pixels: not at
/// all), so that at least 4 cells are left.
struct ConvNeXt {
  std::vector<int64_t> filters = {40, 80, 160, 320};
  std::vector<int64_t> blocks = {2, 2, 6, 2};
  int64_t kernel_size = 7;
  double drop_path = 0.1;
  double dropout = 0;

  static constexpr auto name = "convnext";
  static constexpr auto summary = "Blocks of wide windows and dense maps with shortcuts, for images.";
  static void describe(auto& self, auto& field) {
    field("filters", self.filters, "Channels of each stage.", at_least(1));
    field("blocks", self.blocks, "Blocks of each stage.", at_least(1));
    field("kernel_size", self.kernel_size, "Height and width of the windows.", at_least(1));
    field("drop_path", self.drop_path, "Share of the rows for which the last block is left out while training.",
          from_below(0, 1));
    field("dropout", self.dropout, "Share of the numbers dropped before the last layer while training.",
          from_below(0, 1));
  }
  Layers image_layers(const Shape& image) const;
  Plan plan(const NetworkContext& context) const;
};

}  // namespace plumb
