#pragma once

#include "plumb/prepare/augment.h"

namespace plumb {

/// Adds normal noise to every byte of train images.
///
///     - gaussian_noise: {std: 10}
///
/// Each channel of each pixel gets a draw of its own; the sum is rounded and kept in 0 … 255. Tables: see `noise`.
struct PixelNoise {
  double std = 10;
  double probability = 1;

  static constexpr auto name = "gaussian_noise";
  static constexpr auto summary = "Adds normal noise to the pixels of train images.";
  static constexpr auto example = "gaussian_noise: {std: 10}";
  static constexpr auto shorthand = "std";

  static void describe(auto& self, auto& field) {
    field("std", self.std, "Deviation of the noise, where a pixel goes from 0 to 255.", between(0, 255));
    field("probability", self.probability, "Share of the images that are changed.", between(0, 1));
  }
  void change(ImageSpan image, Random& random) const;
};

}  // namespace plumb
