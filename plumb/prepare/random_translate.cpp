#include "plumb/prepare/random_translate.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Augmentation>().add<RandomTranslate>();

/// A whole number in [-most, most] with most = share * size.
double distance(double share, int64_t size, Random& random) {
  const auto most = static_cast<uint64_t>(share * static_cast<double>(size));
  return static_cast<double>(random.below(2 * most + 1)) - static_cast<double>(most);
}

}  // namespace

void RandomTranslate::change(ImageSpan image, Random& random) const {
  const double down = distance(height, image.height, random), across = distance(width, image.width, random);
  warp(image, {.shift = {-down, -across}}, {fill_mode, fill_value});
}

}  // namespace plumb
