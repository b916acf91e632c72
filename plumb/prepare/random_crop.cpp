#include "plumb/prepare/random_crop.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<RandomCrop>();

void RandomCrop::change(ImageSpan image, Random& random) const {
  const auto place = [&] {
    return static_cast<double>(random.below(2 * static_cast<uint64_t>(padding) + 1)) - static_cast<double>(padding);
  };
  const double down = place(), across = place();
  warp(image, {.shift = {down, across}}, {fill_mode, fill_value});
}

}  // namespace plumb
