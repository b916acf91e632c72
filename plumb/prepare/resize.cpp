#include "plumb/prepare/resize.h"

#include <algorithm>
#include <cmath>

#include "plumb/prepare/pixel_steps.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<Resize>() && add_pixel_step<Resize>();

/// The old pixels along one axis that a new one is made of, and their weights.
struct Taps {
  int64_t first = 0;
  std::vector<float> weights = {};
};

std::vector<Taps> taps(int64_t from, int64_t to) {
  std::vector<Taps> all;
  const double ratio = static_cast<double>(from) / static_cast<double>(to);
  for (int64_t i = 0; i < to; ++i) {
    Taps one;
    if (ratio > 2) {  // the area [i * ratio, (i + 1) * ratio)
      const double begin = static_cast<double>(i) * ratio, end = begin + ratio;
      one.first = static_cast<int64_t>(begin);
      const auto last = std::min(static_cast<int64_t>(std::ceil(end - 1e-9)), from);
      for (int64_t p = one.first; p < last; ++p) {
        const double covered = std::min(end, static_cast<double>(p + 1)) - std::max(begin, static_cast<double>(p));
        one.weights.push_back(static_cast<float>(covered / ratio));
      }
    } else {
      const double place = std::clamp((static_cast<double>(i) + 0.5) * ratio - 0.5, 0.0, static_cast<double>(from - 1));
      one.first = std::min(static_cast<int64_t>(place), std::max<int64_t>(from - 2, 0));
      const auto share = static_cast<float>(place - static_cast<double>(one.first));
      one.weights = from == 1 ? std::vector<float>{1} : std::vector<float>{1 - share, share};
    }
    all.push_back(std::move(one));
  }
  return all;
}

/// Along the width first, then along the height.
Pixels resized(const Pixels& from, int64_t height, int64_t width) {
  if (from.height == height && from.width == width) return from;
  const int64_t channels = from.channels;
  std::vector<float> wide(static_cast<size_t>(from.height * width * channels));
  const auto across = taps(from.width, width), down = taps(from.height, height);
  float* out = wide.data();
  for (int64_t y = 0; y < from.height; ++y)
    for (const Taps& tap : across)
      for (int64_t c = 0; c < channels; ++c, ++out)
        for (size_t k = 0; k < tap.weights.size(); ++k)
          *out +=
              tap.weights[k] *
              from.bytes[static_cast<size_t>((y * from.width + tap.first + static_cast<int64_t>(k)) * channels + c)];
  Pixels to{.height = height, .width = width, .channels = channels};
  to.bytes.reserve(static_cast<size_t>(height * width * channels));
  for (const Taps& tap : down)
    for (int64_t x = 0; x < width * channels; ++x) {
      float sum = 0;
      for (size_t k = 0; k < tap.weights.size(); ++k)
        sum += tap.weights[k] * wide[static_cast<size_t>((tap.first + static_cast<int64_t>(k)) * width * channels + x)];
      to.bytes.push_back(static_cast<uint8_t>(std::clamp(sum + 0.5F, 0.0F, 255.0F)));
    }
  return to;
}

}  // namespace

Resize::State Resize::fit(const Rows& train, const StepContext& context) const {
  return image_sizes(name, columns, height, width, train, context);
}

Table Resize::apply(const State& state, Table rows, const StepContext&) const {
  return with_sizes(state, std::move(rows), resized);
}

void Resize::hint(const State& state, std::map<std::string, ColumnHints>& hints) const {
  for (size_t i = 0; i < state.columns.size(); ++i) {
    Resize settled = *this;
    settled.height = state.heights[i], settled.width = state.widths[i];
    hint_outside(settled, state.columns[i], hints);
  }
}

}  // namespace plumb
