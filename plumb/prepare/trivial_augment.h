#pragma once

#include "plumb/prepare/augment.h"

namespace plumb {

/// One change out of fourteen, of any strength, each image with draws of its own; nothing to tune (Müller and Hutter,
/// 2021).
///
///     - trivial_augment
///
/// As torchvision's TrivialAugmentWide. One of these, all equally likely, at one of `magnitudes` strengths, all equally
/// likely: nothing, shear up to 0.99 and translate up to 32 pixels in x and y, rotate up to 135 degrees, brightness,
/// color, contrast and sharpness by factors 1 ± 0.99, posterize down to 2 bits, solarize from 255 down to 0,
/// auto_contrast, equalize.
struct TrivialAugment {
  int64_t magnitudes = 31;
  double fill_value = 0;

  static constexpr auto name = "trivial_augment";
  static constexpr auto summary = "One random change of each train image, of any strength.";
  static constexpr auto example = "trivial_augment: {magnitudes: 31}";

  static void describe(auto& self, auto& field) {
    field("magnitudes", self.magnitudes, "How many strengths there are.", between(2, 1000));
    field("fill_value", self.fill_value, "The pixel in gaps.", between(0, 255));
  }
  void change(ImageSpan image, Random& random) const;
};

}  // namespace plumb
