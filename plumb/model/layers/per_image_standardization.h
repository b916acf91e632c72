#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Each row over all its numbers to mean 0 and deviation 1, as tf.image.per_image_standardization:
///
///     y = (x - mean) / max(deviation, 1 / sqrt(n)),   n numbers a row
///
///     per_image_standardization        PerImageStandardization{}
///
/// The first layer of a network on images, where light differs from image to image; `normalize` cannot do it, which has
/// one scale for all. Takes [rows, height, width, channels], and any other rows of numbers; learns nothing. The bound
/// on the deviation is in the unit of x, TensorFlow's examples pass pixels from 0 to 255 (`normalize: {scale: 1}`).
struct PerImageStandardization {
  static constexpr auto name = "per_image_standardization";
  static constexpr auto summary = "Each image to mean 0 and deviation 1.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
