#include "plumb/prepare/gaussian_noise.h"

#include <algorithm>
#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<PixelNoise>();

void PixelNoise::change(ImageSpan image, Random& random) const {
  if (random.uniform() >= probability) return;
  for (uint8_t* byte = image.pixels; byte < image.pixels + image.size(); ++byte)
    *byte = static_cast<uint8_t>(std::clamp(std::round(*byte + std * random.normal()), 0.0, 255.0));
}

}  // namespace plumb
