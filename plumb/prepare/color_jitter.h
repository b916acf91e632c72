#pragma once

#include "plumb/prepare/augment.h"

namespace plumb {

/// Changes brightness, contrast, saturation and hue of train images, each image by factors of its own.
///
///     - color_jitter: {brightness: 0.2, contrast: 0.2, saturation: 0.2, hue: 0.05}
///
/// As torchvision's ColorJitter: a factor is uniform in [max(0, 1 - x), 1 + x) for the x given, the turn of the hue in
/// [-hue, hue) of the circle; the four come in a random order. What each does: colours.h.
struct ColorJitter {
  double brightness = 0.2, contrast = 0.2, saturation = 0.2, hue = 0;

  static constexpr auto name = "color_jitter";
  static constexpr auto summary = "Changes brightness, contrast, saturation and hue of train images.";
  static constexpr auto example = "color_jitter: {brightness: 0.2, contrast: 0.2, saturation: 0.2, hue: 0.05}";

  static void describe(auto& self, auto& field) {
    field("brightness", self.brightness, "Largest change of the brightness, as a share.", between(0, 100));
    field("contrast", self.contrast, "Largest change of the contrast, as a share.", between(0, 100));
    field("saturation", self.saturation, "Largest change of the saturation, as a share.", between(0, 100));
    field("hue", self.hue, "Largest turn of the hue, as a share of the circle.", between(0, 0.5));
  }
  void change(ImageSpan image, Random& random) const;
};

}  // namespace plumb
