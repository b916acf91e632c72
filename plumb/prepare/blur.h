#pragma once

#include "plumb/prepare/augment.h"

namespace plumb {

/// Blurs train images, each by a sigma of its own.
///
///     - blur: {low: 0.1, high: 2, size: 5}
///
/// As torchvision's GaussianBlur: sigma is uniform in [low, high); each pixel becomes the mean of the `size` pixels
/// around it in both directions, weighted with exp(-distance^2 / (2 sigma^2)), rounded; at the edge the image is
/// mirrored without repeating its last pixel (c b | a b c | b a).
struct Blur {
  double low = 0.1;
  double high = 2;
  int64_t size = 5;
  double probability = 1;

  static constexpr auto name = "blur";
  static constexpr auto summary = "Blurs train images by random amounts.";
  static constexpr auto example = "blur: {low: 0.1, high: 2, size: 5}";

  static void describe(auto& self, auto& field) {
    field("low", self.low, "Smallest sigma, in pixels.", above(0));
    field("high", self.high, "Largest sigma, in pixels.", above(0));
    field("size", self.size, "Pixels in each direction that count; odd.", between(1, 99));
    field("probability", self.probability, "Share of the images that are changed.", between(0, 1));
  }
  void check(Problems& problems) const;
  void change(ImageSpan image, Random& random) const;
};

/// One image blurred with this sigma.
void gaussian_blur(ImageSpan image, double sigma, int64_t size);

}  // namespace plumb
