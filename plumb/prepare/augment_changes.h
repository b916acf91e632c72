#pragma once

#include <array>

#include "plumb/prepare/augment.h"

namespace plumb {

/// The changes that `rand_augment` and `trivial_augment` choose from, as in torchvision.
enum class AugmentChange {
  identity,
  shear_x,
  shear_y,
  translate_x,
  translate_y,
  rotate,
  brightness,
  color,
  contrast,
  sharpness,
  posterize,
  solarize,
  auto_contrast,
  equalize
};
constexpr int augment_changes = 14;

/// How far each change goes at the strongest level.
struct AugmentReach {
  double shear = 0.3;                       // columns a row
  double translate_x = 0, translate_y = 0;  // pixels
  double rotate = 30;                       // degrees
  double enhance = 0.9;                     // of brightness, color, contrast, sharpness: the factor is 1 + or - this
  int posterize = 4;                        // bits taken away
};

/// How strong a change is at `level` of `levels` evenly spaced ones, from nothing to all of its reach; for posterize
/// the bits that are left, for solarize the threshold.
double strength_of(AugmentChange change, const AugmentReach& reach, int64_t level, int64_t levels);

/// Whether it may go either way, each as likely.
bool is_signed(AugmentChange change);

/// Does it. Shears hold the upper left corner, rotation the centre, counter-clockwise; pixels are the nearest ones, and
/// `fill` stands in gaps. Equal to torchvision's `_apply_op` on Pillow images to the byte.
void apply(AugmentChange change, double strength, uint8_t fill, ImageSpan image);

}  // namespace plumb
