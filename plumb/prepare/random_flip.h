#pragma once

#include <array>

#include "plumb/prepare/augment.h"

namespace plumb {

enum class FlipAxis { horizontal, vertical, both };
constexpr auto names(FlipAxis) { return std::array{"horizontal", "vertical", "both"}; }

/// Mirrors train images at random.
///
///     - random_flip: {axis: horizontal}
///
/// `both` draws once for each direction.
struct RandomFlip {
  FlipAxis axis = FlipAxis::horizontal;
  double probability = 0.5;

  static constexpr auto name = "random_flip";
  static constexpr auto summary = "Mirrors train images at random.";
  static constexpr auto example = "random_flip: {axis: horizontal}";
  static constexpr auto shorthand = "axis";

  static void describe(auto& self, auto& field) {
    field("axis", self.axis, "horizontal swaps left and right, vertical top and bottom.");
    field("probability", self.probability, "Share of the images that are mirrored.", between(0, 1));
  }
  void change(ImageSpan image, Random& random) const;
};

}  // namespace plumb
