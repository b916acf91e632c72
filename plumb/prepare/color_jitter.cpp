#include "plumb/prepare/color_jitter.h"

#include <algorithm>

#include "plumb/prepare/colours.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<ColorJitter>();

void ColorJitter::change(ImageSpan image, Random& random) const {
  const auto factor = [&](double change) { return random.uniform(std::max(0.0, 1 - change), 1 + change); };
  const auto order = random.permutation(4);
  const double bright = factor(brightness), contrasted = factor(contrast), saturated = factor(saturation);
  const double turn = random.uniform(-hue, hue);
  for (const int64_t which : order) {
    if (which == 0 && brightness > 0) adjust_brightness(image, bright);
    if (which == 1 && contrast > 0) adjust_contrast(image, contrasted);
    if (which == 2 && saturation > 0) adjust_saturation(image, saturated);
    if (which == 3 && hue > 0) adjust_hue(image, turn);
  }
}

}  // namespace plumb
