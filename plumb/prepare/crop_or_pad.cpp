#include "plumb/prepare/crop_or_pad.h"

#include <algorithm>
#include <cmath>

#include "plumb/prepare/images.h"
#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<CropOrPad>();

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
  State state;
  const Table& first = train.chunks().at(0);
  for (const auto& column : select(name, columns, first, context, fits_images)) {
    const Pixels sample = first_image(name, column, first.at(column));
    state.columns.push_back(column);
    state.heights.push_back(height > 0 ? height : sample.height);
    state.widths.push_back(width > 0 ? width : sample.width);
  }
  return state;
}

Table CropOrPad::apply(const State& state, Table rows, const StepContext&) const {
  const auto fill = static_cast<uint8_t>(std::lround(fill_value));
  for (size_t i = 0; i < state.columns.size(); ++i) {
    const Column images = rows.at(state.columns[i]);
    const int64_t high = state.heights[i], wide = state.widths[i];
    if (all_pixels(images, high, wide, 0)) continue;
    const auto change = [&](const Pixels& pixels) { return resized(pixels, high, wide, fill); };
    rows.set(state.columns[i], change_images(state.columns[i], images, change));
  }
  return rows;
}

}  // namespace plumb
