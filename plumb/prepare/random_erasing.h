#pragma once

#include <array>

#include "plumb/prepare/augment.h"

namespace plumb {

enum class EraseWith { value, noise };
constexpr auto names(EraseWith) { return std::array{"value", "noise"}; }

/// Paints over a rectangle of train images at a random place (Zhong et al., 2017).
///
///     - random_erasing: {probability: 0.5, with: noise}
///
/// As torchvision's RandomErasing: the share of the area is uniform in [area_low, area_high), the logarithm of height
/// over width uniform in [ratio_low, ratio_high); a rectangle that does not fit is drawn again, ten times at most, and
/// then the image stays. `noise` draws each byte uniformly.
struct RandomErasing {
  double probability = 0.5;
  double area_low = 0.02, area_high = 0.33;
  double ratio_low = 0.3, ratio_high = 3.3;
  EraseWith with = EraseWith::value;
  double fill_value = 0;

  static constexpr auto name = "random_erasing";
  static constexpr auto summary = "Paints over a rectangle of train images at random.";
  static constexpr auto example = "random_erasing: {probability: 0.5, with: noise}";
  static constexpr auto shorthand = "probability";

  static void describe(auto& self, auto& field) {
    field("probability", self.probability, "Share of the images that are changed.", between(0, 1));
    field("area_low", self.area_low, "Smallest share of the area.", between(0, 1));
    field("area_high", self.area_high, "Largest share of the area.", between(0, 1));
    field("ratio_low", self.ratio_low, "Smallest height over width.", between(0.01, 100));
    field("ratio_high", self.ratio_high, "Largest height over width.", between(0.01, 100));
    field("with", self.with, "What the rectangle is filled with: one value, or noise.");
    field("fill_value", self.fill_value, "The pixel of `with: value`.", between(0, 255));
  }
  void check(Problems& problems) const;
  void change(ImageSpan image, Random& random) const;
};

}  // namespace plumb
