#include "plumb/prepare/random_flip.h"

#include <algorithm>

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Augmentation>().add<RandomFlip>();

void mirror_left_right(ImageSpan image) {
  const int64_t channels = image.channels;
  for (int64_t y = 0; y < image.height; ++y) {
    uint8_t* row = image.pixels + y * image.width * channels;
    for (int64_t x = 0; x < image.width / 2; ++x)
      std::swap_ranges(row + x * channels, row + (x + 1) * channels, row + (image.width - 1 - x) * channels);
  }
}

void mirror_top_bottom(ImageSpan image) {
  const int64_t line = image.width * image.channels;
  for (int64_t y = 0; y < image.height / 2; ++y)
    std::swap_ranges(image.pixels + y * line, image.pixels + (y + 1) * line,
                     image.pixels + (image.height - 1 - y) * line);
}

}  // namespace

void RandomFlip::change(ImageSpan image, Random& random) const {
  if (axis != FlipAxis::vertical && random.uniform() < probability) mirror_left_right(image);
  if (axis != FlipAxis::horizontal && random.uniform() < probability) mirror_top_bottom(image);
}

}  // namespace plumb
