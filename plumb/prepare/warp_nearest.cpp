#include "plumb/prepare/warp_nearest.h"

#include <algorithm>
#include <cmath>

namespace plumb {

void warp_nearest(ImageSpan image, const Affine2D& source, uint8_t fill) {
  const std::vector<uint8_t> old(image.pixels, image.pixels + image.size());
  uint8_t* out = image.pixels;
  for (int64_t y = 0; y < image.height; ++y)
    for (int64_t x = 0; x < image.width; ++x, out += image.channels) {
      const double down = static_cast<double>(y) + 0.5, across = static_cast<double>(x) + 0.5;
      const auto row =
          static_cast<int64_t>(std::floor(source.turn[0] * down + source.turn[1] * across + source.shift[0]));
      const auto column =
          static_cast<int64_t>(std::floor(source.turn[2] * down + source.turn[3] * across + source.shift[1]));
      if (row < 0 || column < 0 || row >= image.height || column >= image.width)
        std::fill_n(out, image.channels, fill);
      else
        std::copy_n(old.begin() + (row * image.width + column) * image.channels, image.channels, out);
    }
}

}  // namespace plumb
