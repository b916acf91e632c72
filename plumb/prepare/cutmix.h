#pragma once

#include "plumb/prepare/augment.h"

namespace plumb {

/// Sets a rectangle of another image of the batch into each train image, and learns it with both their targets, by
/// their shares of the area (Yun et al., 2019).
///
///     augment: [random_crop: 4, random_flip: horizontal, cutmix: {alpha: 1}]
///
/// As torchvision's CutMix: a share from Beta(alpha, alpha) and a middle are drawn for each image; the rectangle is
/// sqrt(1 - share) of the height and width, what lies outside the image is cut off, and the image's own share becomes
/// the area that is left of it. Mixing comes after all other augmentations. With `mixup` in the same list each row
/// draws one of the two.
struct Cutmix {
  double alpha = 1;
  double probability = 1;

  static constexpr auto name = "cutmix";
  static constexpr auto summary = "Sets rectangles of other train images into train images, with their targets.";
  static constexpr auto example = "cutmix: {alpha: 1}";
  static constexpr auto shorthand = "alpha";

  static void describe(auto& self, auto& field) {
    field("alpha", self.alpha, "Of Beta(alpha, alpha): near 0 rectangles are tiny or all, 1 is uniform.",
          between(0.001, 1000));
    field("probability", self.probability, "Share of the images that are mixed.", between(0, 1));
  }
  double mix(MixedRows rows, Random& random) const;
};

}  // namespace plumb
