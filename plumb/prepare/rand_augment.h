#pragma once

#include "plumb/prepare/augment.h"

namespace plumb {

/// A few changes out of fourteen, all of one strength, each image with draws of its own (Cubuk et al., 2020).
///
///     - rand_augment: {changes: 2, magnitude: 9}
///
/// As torchvision's RandAugment. Each of `changes` times one of these, all equally likely: nothing, shear and translate
/// in x and y, rotate, brightness, color, contrast, sharpness, posterize, solarize, auto_contrast, equalize; at
/// magnitude m the share m / (magnitudes - 1) of shear 0.3, translation 150/331 of the size, 30 degrees, factors 1 ±
/// 0.9, 4 bits, threshold 255 down to 0.
struct RandAugment {
  int64_t changes = 2;
  int64_t magnitude = 9;
  int64_t magnitudes = 31;
  double fill_value = 0;

  static constexpr auto name = "rand_augment";
  static constexpr auto summary = "A few random changes of train images, all of one strength.";
  static constexpr auto example = "rand_augment: {changes: 2, magnitude: 9}";

  static void describe(auto& self, auto& field) {
    field("changes", self.changes, "Changes of an image, one after another.", between(0, 100));
    field("magnitude", self.magnitude, "How strong they are, from 0 to `magnitudes` - 1.", at_least(0));
    field("magnitudes", self.magnitudes, "How many strengths there are.", between(2, 1000));
    field("fill_value", self.fill_value, "The pixel in gaps.", between(0, 255));
  }
  void check(Problems& problems) const;
  void change(ImageSpan image, Random& random) const;
};

}  // namespace plumb
