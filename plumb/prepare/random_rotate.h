#pragma once

#include "plumb/prepare/augment.h"
#include "plumb/prepare/warp.h"

namespace plumb {

/// Turns train images about their centre, each by an angle of its own.
///
///     - random_rotate: {degrees: 15}
///
/// The angle is uniform in [-degrees, degrees); pixels are read bilinearly.
struct RandomRotate {
  double degrees = 15;
  FillMode fill_mode = FillMode::reflect;
  double fill_value = 0;

  static constexpr auto name = "random_rotate";
  static constexpr auto summary = "Turns train images by random angles.";
  static constexpr auto example = "random_rotate: {degrees: 15}";
  static constexpr auto shorthand = "degrees";

  static void describe(auto& self, auto& field) {
    field("degrees", self.degrees, "Largest angle, either way.", between(0, 180));
    field("fill_mode", self.fill_mode, "What stands in the corners.");
    field("fill_value", self.fill_value, "The pixel of `fill_mode: constant`.", between(0, 255));
  }
  void change(ImageSpan image, Random& random) const;
};

}  // namespace plumb
