#include "plumb/prepare/random_erasing.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<RandomErasing>();

void RandomErasing::check(Problems& problems) const {
  if (area_low > area_high)
    problems.add("area_low", fmt::format("is {}, above `area_high`, which is {}; swap them", area_low, area_high));
  if (ratio_low > ratio_high)
    problems.add("ratio_low", fmt::format("is {}, above `ratio_high`, which is {}; swap them", ratio_low, ratio_high));
}

void RandomErasing::change(ImageSpan image, Random& random) const {
  if (random.uniform() >= probability) return;
  const auto below = [&](int64_t bound) { return static_cast<int64_t>(random.below(static_cast<uint64_t>(bound))); };
  for (int attempt = 0; attempt < 10; ++attempt) {
    const double area = random.uniform(area_low, area_high) * static_cast<double>(image.height * image.width);
    const double ratio = std::exp(random.uniform(std::log(ratio_low), std::log(ratio_high)));
    const int64_t height = std::lround(std::sqrt(area * ratio)), width = std::lround(std::sqrt(area / ratio));
    if (height >= image.height || width >= image.width) continue;
    const int64_t top = below(image.height - height + 1), left = below(image.width - width + 1);
    for (int64_t y = top; y < top + height; ++y) {
      uint8_t* row = image.pixels + (y * image.width + left) * image.channels;
      for (uint8_t* byte = row; byte < row + width * image.channels; ++byte)
        *byte = static_cast<uint8_t>(with == EraseWith::noise ? random.bits() >> 24 : std::lround(fill_value));
    }
    return;
  }
}

}  // namespace plumb
