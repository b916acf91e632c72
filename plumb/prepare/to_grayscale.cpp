#include "plumb/prepare/to_grayscale.h"

#include "plumb/prepare/colours.h"
#include "plumb/prepare/images.h"
#include "plumb/prepare/pixel_steps.h"
#include "plumb/prepare/selection.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<ToGrayscale>() && add_pixel_step<ToGrayscale>();

void ToGrayscale::check(Problems& problems) const {
  if (channels == 2) problems.add("channels", "must be 1 or 3, got 2");
}

ToGrayscale::State ToGrayscale::fit(const Rows& train, const StepContext& context) const {
  return {select(name, columns, train.chunks().at(0), context, fits_images)};
}

Table ToGrayscale::apply(const State& state, Table rows, const StepContext&) const {
  for (const auto& column : state.columns) {
    const Column images = rows.at(column);
    if (channels == 1 && all_pixels(images, 0, 0, 1)) continue;
    rows.set(column, change_images(column, images, [&](const Pixels& from) {
               Pixels to{.height = from.height, .width = from.width, .channels = channels};
               for (int64_t i = 0; i < from.height * from.width; ++i)
                 to.bytes.insert(to.bytes.end(), static_cast<size_t>(channels),
                                 grey_of(from.bytes.data() + i * from.channels, from.channels));
               return to;
             }));
  }
  return rows;
}

void ToGrayscale::hint(const State& state, std::map<std::string, ColumnHints>& hints) const {
  for (const auto& column : state.columns) hint_outside(*this, column, hints);
}

}  // namespace plumb
