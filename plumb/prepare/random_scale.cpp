#include "plumb/prepare/random_scale.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<RandomScale>();

void RandomScale::check(Problems& problems) const {
  if (low > high) problems.add("low", fmt::format("is {}, above `high`, which is {}; swap them", low, high));
}

// The old place of a pixel is its place drawn to the centre: (p - centre) / factor + centre.
void RandomScale::change(ImageSpan image, Random& random) const {
  const double inverse = std::exp(-random.uniform(std::log(low), std::log(high)));
  const double middle_y = static_cast<double>(image.height - 1) / 2,
               middle_x = static_cast<double>(image.width - 1) / 2;
  warp(image, {.turn = {inverse, 0, 0, inverse}, .shift = {middle_y * (1 - inverse), middle_x * (1 - inverse)}},
       {fill_mode, fill_value});
}

}  // namespace plumb
