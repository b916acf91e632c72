#include "plumb/prepare/tones.h"

#include <algorithm>
#include <array>
#include <functional>

namespace plumb {
namespace {

using Counts = std::array<int64_t, 256>;
using Tones = std::array<uint8_t, 256>;  // what each tone becomes

Tones tones(const std::function<double(int)>& becomes) {
  Tones result{};
  for (int tone = 0; tone < 256; ++tone)
    result[static_cast<size_t>(tone)] = static_cast<uint8_t>(std::clamp(becomes(tone), 0.0, 255.0));
  return result;
}

/// Each channel by what `rule` makes of its counts.
void replace(ImageSpan image, const std::function<Tones(const Counts&)>& rule) {
  const auto step = static_cast<size_t>(image.channels);
  for (size_t channel = 0; channel < step; ++channel) {
    Counts counts{};
    for (size_t i = channel; i < image.size(); i += step) ++counts[image.pixels[i]];
    const Tones become = rule(counts);
    for (size_t i = channel; i < image.size(); i += step) image.pixels[i] = become[image.pixels[i]];
  }
}

double itself(int tone) { return tone; }

int darkest(const Counts& counts) {
  return static_cast<int>(std::find_if(counts.begin(), counts.end(), [](int64_t n) { return n > 0; }) - counts.begin());
}
int lightest(const Counts& counts) {
  return static_cast<int>(counts.rend() -
                          std::find_if(counts.rbegin(), counts.rend(), [](int64_t n) { return n > 0; })) -
         1;
}

}  // namespace

void autocontrast(ImageSpan image) {
  replace(image, [](const Counts& counts) {
    const int low = darkest(counts), high = lightest(counts);
    if (high <= low) return tones(itself);
    const double scale = 255.0 / (high - low), offset = -low * scale;
    return tones([&](int tone) { return tone * scale + offset; });
  });
}

// As many pixels a new tone as there are on the average, not counting the lightest tone, which becomes 255.
void equalize(ImageSpan image) {
  const auto all = image.height * image.width;
  replace(image, [all](const Counts& counts) {
    const int64_t step = (all - counts[static_cast<size_t>(lightest(counts))]) / 255;
    if (step == 0) return tones(itself);
    int64_t so_far = step / 2;
    return tones([&](int tone) {
      const auto becomes = static_cast<double>(so_far / step);
      so_far += counts[static_cast<size_t>(tone)];
      return becomes;
    });
  });
}

void posterize(ImageSpan image, int bits) {
  const int mask = 256 - (1 << (8 - bits));
  replace(image, [mask](const Counts&) { return tones([&](int tone) { return tone & mask; }); });
}

void solarize(ImageSpan image, double threshold) {
  replace(image,
          [threshold](const Counts&) { return tones([&](int tone) { return tone < threshold ? tone : 255 - tone; }); });
}

}  // namespace plumb
