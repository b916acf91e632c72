#include "plumb/prepare/crop_or_pad.h"

#include <algorithm>
#include <cmath>

#include "plumb/prepare/pixel_steps.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<CropOrPad>() && add_pixel_step<CropOrPad>();

/// Along one axis: where reading and writing begin, and how many pixels are kept.
struct Kept {
  int64_t from, to, size;
};
Kept kept(int64_t old, int64_t now) {
  return {.from = std::max<int64_t>((old - now) / 2, 0),
          .to = std::max<int64_t>((now - old) / 2, 0),
          .size = std::min(old, now)};
}

Pixels resized(const Pixels& from, int64_t height, int64_t width, uint8_t fill) {
  const int64_t channels = from.channels;
  Pixels to{.height = height, .width = width, .channels = channels};
  to.bytes.assign(static_cast<size_t>(height * width * channels), fill);
  const Kept down = kept(from.height, height), across = kept(from.width, width);
  for (int64_t y = 0; y < down.size; ++y)
    std::copy_n(from.bytes.begin() + ((down.from + y) * from.width + across.from) * channels, across.size * channels,
                to.bytes.begin() + ((down.to + y) * width + across.to) * channels);
  return to;
}

}  // namespace

CropOrPad::State CropOrPad::fit(const Rows& train, const StepContext& context) const {
  return image_sizes(name, columns, height, width, train, context);
}

Table CropOrPad::apply(const State& state, Table rows, const StepContext&) const {
  const auto fill = static_cast<uint8_t>(std::lround(fill_value));
  return with_sizes(state, std::move(rows), [&](const Pixels& pixels, int64_t high, int64_t wide) {
    return resized(pixels, high, wide, fill);
  });
}

void CropOrPad::hint(const State& state, std::map<std::string, ColumnHints>& hints) const {
  for (size_t i = 0; i < state.columns.size(); ++i) {
    CropOrPad settled = *this;
    settled.height = state.heights[i], settled.width = state.widths[i];
    hint_outside(settled, state.columns[i], hints);
  }
}

}  // namespace plumb
