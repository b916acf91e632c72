#include "plumb/prepare/warp.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace plumb {
namespace {

/// The place within [0, size) that stands for `at`, or -1 for the constant.
int64_t inside(int64_t at, int64_t size, FillMode mode) {
  if (at >= 0 && at < size) return at;
  if (mode == FillMode::constant) return -1;
  if (mode == FillMode::nearest) return std::clamp<int64_t>(at, 0, size - 1);
  const int64_t period = mode == FillMode::wrap ? size : 2 * size;
  const int64_t place = ((at % period) + period) % period;
  return place < size ? place : 2 * size - 1 - place;
}

}  // namespace

void warp(ImageSpan image, const Affine2D& source, const GapFill& fill) {
  const std::vector<uint8_t> old(image.pixels, image.pixels + image.size());
  const int64_t channels = image.channels;
  const auto pixel = [&](int64_t y, int64_t x, int64_t c) {
    const int64_t row = inside(y, image.height, fill.mode), column = inside(x, image.width, fill.mode);
    if (row < 0 || column < 0) return fill.value;
    return static_cast<double>(old[static_cast<size_t>((row * image.width + column) * channels + c)]);
  };
  uint8_t* out = image.pixels;
  for (int64_t y = 0; y < image.height; ++y)
    for (int64_t x = 0; x < image.width; ++x) {
      const auto down = static_cast<double>(y), across = static_cast<double>(x);
      const double from_y = source.turn[0] * down + source.turn[1] * across + source.shift[0];
      const double from_x = source.turn[2] * down + source.turn[3] * across + source.shift[1];
      const double top = std::floor(from_y), left = std::floor(from_x);
      const double part_y = from_y - top, part_x = from_x - left;
      const auto y0 = static_cast<int64_t>(top), x0 = static_cast<int64_t>(left);
      for (int64_t c = 0; c < channels; ++c) {
        double value = (1 - part_y) * (1 - part_x) * pixel(y0, x0, c);
        if (part_x > 0) value += (1 - part_y) * part_x * pixel(y0, x0 + 1, c);
        if (part_y > 0) value += part_y * (1 - part_x) * pixel(y0 + 1, x0, c);
        if (part_y > 0 && part_x > 0) value += part_y * part_x * pixel(y0 + 1, x0 + 1, c);
        *out++ = static_cast<uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
      }
    }
}

}  // namespace plumb
