#pragma once

#include "plumb/prepare/augment.h"
#include "plumb/prepare/warp.h"

namespace plumb {

/// Pads train images on every side and cuts the old size out again, each at a place of its own: the crop of the CIFAR
/// recipes (He et al., 2015).
///
///     - random_crop: {padding: 4}
///
/// The place is uniform over all whole pixels, as torchvision's RandomCrop(size of the image, padding).
struct RandomCrop {
  int64_t padding = 4;
  FillMode fill_mode = FillMode::constant;
  double fill_value = 0;

  static constexpr auto name = "random_crop";
  static constexpr auto summary = "Pads train images and cuts the old size out at random places.";
  static constexpr auto example = "random_crop: {padding: 4}";
  static constexpr auto shorthand = "padding";

  static void describe(auto& self, auto& field) {
    field("padding", self.padding, "Pixels on every side.", between(0, 10000));
    field("fill_mode", self.fill_mode, "What the padding is.");
    field("fill_value", self.fill_value, "The pixel of `fill_mode: constant`.", between(0, 255));
  }
  void change(ImageSpan image, Random& random) const;
};

}  // namespace plumb
