#include "plumb/prepare/decode_image.h"

#include "plumb/prepare/images.h"
#include "plumb/prepare/pixel_steps.h"
#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<DecodeImage>() && add_pixel_step<DecodeImage>();

Pixels with_channels(Pixels from, int64_t channels) {
  if (from.channels == channels) return from;
  Pixels to{.height = from.height, .width = from.width, .channels = channels};
  to.bytes.reserve(static_cast<size_t>(to.height * to.width * channels));
  const auto step = static_cast<size_t>(from.channels);
  for (size_t at = 0; at + step <= from.bytes.size(); at += step) {
    if (channels == 3) {
      to.bytes.insert(to.bytes.end(), 3, from.bytes[at]);
      continue;
    }
    const double grey = 0.299 * from.bytes[at] + 0.587 * from.bytes[at + 1] + 0.114 * from.bytes[at + 2];
    to.bytes.push_back(static_cast<uint8_t>(grey + 0.5));
  }
  return to;
}

}  // namespace

DecodeImage::State DecodeImage::fit(const Rows& train, const StepContext& context) const {
  State state;
  const Table& first = train.chunks().at(0);
  for (const auto& column : select(name, columns, first, context, fits_images)) {
    state.columns.push_back(column);
    if (channels == ImageChannels::keep)
      state.channels.push_back(first_image(name, column, first.at(column)).channels);
    else
      state.channels.push_back(channels == ImageChannels::grey ? 1 : 3);
  }
  return state;
}

Table DecodeImage::apply(const State& state, Table rows, const StepContext&) const {
  for (size_t i = 0; i < state.columns.size(); ++i) {
    const Column images = rows.at(state.columns[i]);
    const int64_t wanted = state.channels[i];
    if (all_pixels(images, 0, 0, wanted)) continue;
    const auto change = [&](Pixels pixels) { return with_channels(std::move(pixels), wanted); };
    rows.set(state.columns[i], change_images(state.columns[i], images, change));
  }
  return rows;
}

void DecodeImage::hint(const State& state, std::map<std::string, ColumnHints>& hints) const {
  for (size_t i = 0; i < state.columns.size(); ++i) {
    const ImageChannels settled = state.channels[i] == 1 ? ImageChannels::grey : ImageChannels::colour;
    hint_outside(DecodeImage{.channels = settled}, state.columns[i], hints);
  }
}

}  // namespace plumb
