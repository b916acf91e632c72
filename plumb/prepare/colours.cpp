#include "plumb/prepare/colours.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace plumb {
namespace {

using Pixel = std::array<uint8_t, 3>;

int64_t pixels_in(ImageSpan image) { return image.height * image.width; }

/// Hue, saturation and value of 8 bits each.
Pixel to_hsv(const uint8_t* rgb) {
  const auto [least, most] = std::minmax({rgb[0], rgb[1], rgb[2]});
  if (least == most) return {0, 0, most};
  const auto range = static_cast<float>(most - least);
  const auto below = [&](int channel) { return static_cast<float>(most - rgb[channel]) / range; };
  float hue = 0;
  if (rgb[0] == most)
    hue = below(2) - below(1);
  else if (rgb[1] == most)
    hue = static_cast<float>(2.0 + below(0) - below(2));
  else
    hue = static_cast<float>(4.0 + below(1) - below(0));
  hue = static_cast<float>(std::fmod(hue / 6.0 + 1.0, 1.0));
  const float saturation = range / static_cast<float>(most);
  return {static_cast<uint8_t>(hue * 255.0), static_cast<uint8_t>(saturation * 255.0), most};
}

Pixel to_rgb(const Pixel& hsv) {
  const auto [hue, saturation, value] = hsv;
  if (saturation == 0) return {value, value, value};
  const auto sector = static_cast<int>(static_cast<float>(hue) * 6.0 / 255.0);
  const auto part = static_cast<float>(static_cast<float>(hue) * 6.0 / 255.0 - sector);
  const auto strength = static_cast<float>(saturation / 255.0);
  const auto less = [&](double by) {
    return static_cast<uint8_t>(std::clamp(std::round(value * (1.0 - by)), 0.0, 255.0));
  };
  const uint8_t p = less(strength), q = less(static_cast<double>(strength) * part), t = less(strength * (1.0 - part));
  switch (sector % 6) {
    case 0:
      return {value, t, p};
    case 1:
      return {q, value, p};
    case 2:
      return {p, value, t};
    case 3:
      return {p, q, value};
    case 4:
      return {t, p, value};
    default:
      return {value, p, q};
  }
}

/// Each pixel's neighbourhood in the mean; the edge stays.
std::vector<uint8_t> smooth(ImageSpan image) {
  std::vector<uint8_t> result(image.pixels, image.pixels + image.size());
  const int64_t step = image.channels, line = image.width * step;
  constexpr float side = 1.0F / 13, middle = 5.0F / 13;
  for (int64_t y = 1; y + 1 < image.height; ++y)
    for (int64_t at = y * line + step; at < (y + 1) * line - step; ++at) {
      const auto old = [&](int64_t down, int64_t right) {
        return static_cast<float>(image.pixels[at + down * line + right * step]);
      };
      float sum = 0.5F;
      sum += old(1, -1) * side + old(1, 0) * side + old(1, 1) * side;
      sum += old(0, -1) * side + old(0, 0) * middle + old(0, 1) * side;
      sum += old(-1, -1) * side + old(-1, 0) * side + old(-1, 1) * side;
      result[static_cast<size_t>(at)] = static_cast<uint8_t>(std::clamp(sum, 0.0F, 255.0F));
    }
  return result;
}

}  // namespace

uint8_t grey_of(const uint8_t* pixel, int64_t channels) {
  if (channels == 1) return *pixel;
  if (channels == 3)
    return static_cast<uint8_t>((pixel[0] * 19595U + pixel[1] * 38470U + pixel[2] * 7471U + 0x8000U) >> 16);
  int64_t sum = channels / 2;
  for (int64_t c = 0; c < channels; ++c) sum += pixel[c];
  return static_cast<uint8_t>(sum / channels);
}

void blend(ImageSpan image, std::span<const uint8_t> lacking, double factor) {
  const auto share = static_cast<float>(factor);
  for (size_t i = 0; i < lacking.size(); ++i) {
    const auto from = static_cast<float>(lacking[i]), to = static_cast<float>(image.pixels[i]);
    image.pixels[i] = static_cast<uint8_t>(std::clamp(from + share * (to - from), 0.0F, 255.0F));
  }
}

void adjust_brightness(ImageSpan image, double factor) { blend(image, std::vector<uint8_t>(image.size(), 0), factor); }

void adjust_contrast(ImageSpan image, double factor) {
  double sum = 0;
  for (int64_t i = 0; i < pixels_in(image); ++i) sum += grey_of(image.pixels + i * image.channels, image.channels);
  const auto mean = static_cast<uint8_t>(sum / static_cast<double>(pixels_in(image)) + 0.5);
  blend(image, std::vector<uint8_t>(image.size(), mean), factor);
}

void adjust_saturation(ImageSpan image, double factor) {
  if (image.channels != 3) return;
  std::vector<uint8_t> grey;
  for (int64_t i = 0; i < pixels_in(image); ++i) grey.insert(grey.end(), 3, grey_of(image.pixels + 3 * i, 3));
  blend(image, grey, factor);
}

void adjust_sharpness(ImageSpan image, double factor) { blend(image, smooth(image), factor); }

void adjust_hue(ImageSpan image, double turn) {
  if (image.channels != 3) return;
  const auto steps = static_cast<uint8_t>(static_cast<int>(turn * 255));  // a whole circle is 256 steps: 8 bits wrap
  for (int64_t i = 0; i < pixels_in(image); ++i) {
    Pixel hsv = to_hsv(image.pixels + 3 * i);
    hsv[0] = static_cast<uint8_t>(hsv[0] + steps);
    const Pixel rgb = to_rgb(hsv);
    std::copy(rgb.begin(), rgb.end(), image.pixels + 3 * i);
  }
}

}  // namespace plumb
