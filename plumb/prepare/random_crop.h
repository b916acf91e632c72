#pragma once

#include "plumb/core/or_auto.h"
#include "plumb/prepare/augment.h"
#include "plumb/prepare/warp.h"

namespace plumb {

/// Pads train images on every side and cuts a part out again, each at a place of its own.
///
///     - random_crop: {padding: 4}                    the size stays: the crop of the CIFAR recipes (He et al., 2015)
///     - random_crop: {height: 224, width: 224}       of larger images
///
/// The place is uniform over all whole pixels, as torchvision's RandomCrop(size, padding). Validation, test and served
/// rows are cut in the middle, by a layer that the network gets (`cropping2d`); exports have it, too. Augmentations
/// that stand after this one see the part alone.
struct RandomCrop {
  OrAuto<int64_t> padding = {};
  int64_t height = 0;
  int64_t width = 0;
  FillMode fill_mode = FillMode::constant;
  double fill_value = 0;

  static constexpr auto name = "random_crop";
  static constexpr auto summary = "Cuts a part out of train images at random places.";
  static constexpr auto example = "random_crop: {padding: 4}";
  static constexpr auto shorthand = "padding";

  static void describe(auto& self, auto& field) {
    field("padding", self.padding, "Pixels on every side; auto: 4 where the size stays, else 0.");
    field("height", self.height, "Height of the part; 0: that of the image.", between(0, 10000));
    field("width", self.width, "Width of the part; 0: that of the image.", between(0, 10000));
    field("fill_mode", self.fill_mode, "What the padding is.");
    field("fill_value", self.fill_value, "The pixel of `fill_mode: constant`.", between(0, 255));
  }
  void check(Problems& problems) const;
  void change(ImageSpan image, Random& random) const;  // moves the part into the middle
  ImageSize kept(ImageSize image) const;
};

}  // namespace plumb
