#pragma once

#include "plumb/prepare/augment.h"
#include "plumb/prepare/warp.h"

namespace plumb {

/// Zooms train images about their centre, each by a factor of its own: above 1 what they show grows, below 1 it
/// shrinks. The size of the image stays.
///
///     - random_scale: {low: 0.8, high: 1.2}
///
/// The logarithm of the factor is uniform, so that a half is as likely as a double; pixels are read bilinearly.
struct RandomScale {
  double low = 0.8;
  double high = 1.25;
  FillMode fill_mode = FillMode::reflect;
  double fill_value = 0;

  static constexpr auto name = "random_scale";
  static constexpr auto summary = "Zooms train images by random factors.";
  static constexpr auto example = "random_scale: {low: 0.8, high: 1.2}";

  static void describe(auto& self, auto& field) {
    field("low", self.low, "Smallest factor.", between(0.01, 100));
    field("high", self.high, "Largest factor.", between(0.01, 100));
    field("fill_mode", self.fill_mode, "What stands around an image that shrank.");
    field("fill_value", self.fill_value, "The pixel of `fill_mode: constant`.", between(0, 255));
  }
  void check(Problems& problems) const;
  void change(ImageSpan image, Random& random) const;
};

}  // namespace plumb
