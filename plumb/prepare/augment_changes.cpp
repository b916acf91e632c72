#include "plumb/prepare/augment_changes.h"

#include <cmath>
#include <numbers>

#include "plumb/core/error.h"
#include "plumb/prepare/colours.h"
#include "plumb/prepare/tones.h"
#include "plumb/prepare/warp_nearest.h"

namespace plumb {
namespace {

/// The old place of a pixel is its place turned back about the centre.
Affine2D turned(double degrees, ImageSpan image) {
  const double angle = degrees * std::numbers::pi / 180, cosine = std::cos(angle), sine = std::sin(angle);
  const double y = static_cast<double>(image.height) / 2, x = static_cast<double>(image.width) / 2;
  return {.turn = {cosine, sine, -sine, cosine}, .shift = {y - cosine * y - sine * x, x + sine * y - cosine * x}};
}

}  // namespace

bool is_signed(AugmentChange change) { return change >= AugmentChange::shear_x && change <= AugmentChange::sharpness; }

double strength_of(AugmentChange change, const AugmentReach& reach, int64_t level, int64_t levels) {
  const double share = static_cast<double>(level) / static_cast<double>(levels - 1);
  switch (change) {
    case AugmentChange::shear_x:
    case AugmentChange::shear_y:
      return share * reach.shear;
    case AugmentChange::translate_x:
      return share * reach.translate_x;
    case AugmentChange::translate_y:
      return share * reach.translate_y;
    case AugmentChange::rotate:
      return share * reach.rotate;
    case AugmentChange::brightness:
    case AugmentChange::color:
    case AugmentChange::contrast:
    case AugmentChange::sharpness:
      return share * reach.enhance;
    case AugmentChange::posterize:
      return 8 - std::nearbyint(share * reach.posterize);
    case AugmentChange::solarize:
      return 255 * (1 - share);
    default:
      return 0;
  }
}

void apply(AugmentChange change, double strength, uint8_t fill, ImageSpan image) {
  switch (change) {
    case AugmentChange::identity:
      return;
    case AugmentChange::shear_x:
      return warp_nearest(image, {.turn = {1, 0, strength, 1}}, fill);
    case AugmentChange::shear_y:
      return warp_nearest(image, {.turn = {1, strength, 0, 1}}, fill);
    case AugmentChange::translate_x:
      return warp_nearest(image, {.shift = {0, -std::trunc(strength)}}, fill);
    case AugmentChange::translate_y:
      return warp_nearest(image, {.shift = {-std::trunc(strength), 0}}, fill);
    case AugmentChange::rotate:
      return warp_nearest(image, turned(strength, image), fill);
    case AugmentChange::brightness:
      return adjust_brightness(image, 1 + strength);
    case AugmentChange::color:
      return adjust_saturation(image, 1 + strength);
    case AugmentChange::contrast:
      return adjust_contrast(image, 1 + strength);
    case AugmentChange::sharpness:
      return adjust_sharpness(image, 1 + strength);
    case AugmentChange::posterize:
      return posterize(image, static_cast<int>(strength));
    case AugmentChange::solarize:
      return solarize(image, strength);
    case AugmentChange::auto_contrast:
      return autocontrast(image);
    case AugmentChange::equalize:
      return equalize(image);
  }
}

}  // namespace plumb
