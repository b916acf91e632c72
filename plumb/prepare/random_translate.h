#pragma once

#include "plumb/prepare/augment.h"
#include "plumb/prepare/warp.h"

namespace plumb {

/// Moves train images up, down and sideways by whole pixels, each by a distance of its own.
///
///     - random_translate: {height: 0.1, width: 0.1}
///
/// Distances are uniform over the whole pixels within the shares of height and width.
struct RandomTranslate {
  double height = 0.1;
  double width = 0.1;
  FillMode fill_mode = FillMode::reflect;
  double fill_value = 0;

  static constexpr auto name = "random_translate";
  static constexpr auto summary = "Moves train images by random distances.";
  static constexpr auto example = "random_translate: {height: 0.1, width: 0.1}";

  static void describe(auto& self, auto& field) {
    field("height", self.height, "Largest distance up or down, as a share of the height.", between(0, 1));
    field("width", self.width, "Largest distance sideways, as a share of the width.", between(0, 1));
    field("fill_mode", self.fill_mode, "What stands in the gap.");
    field("fill_value", self.fill_value, "The pixel of `fill_mode: constant`.", between(0, 255));
  }
  void change(ImageSpan image, Random& random) const;
};

}  // namespace plumb
