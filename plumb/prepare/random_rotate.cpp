#include "plumb/prepare/random_rotate.h"

#include <cmath>
#include <numbers>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<RandomRotate>();

// The old place of a pixel is its place turned back: R (p - centre) + centre.
void RandomRotate::change(ImageSpan image, Random& random) const {
  const double angle = random.uniform(-degrees, degrees) * std::numbers::pi / 180;
  const double cosine = std::cos(angle), sine = std::sin(angle);
  const double middle_y = static_cast<double>(image.height - 1) / 2,
               middle_x = static_cast<double>(image.width - 1) / 2;
  warp(image,
       {.turn = {cosine, -sine, sine, cosine},
        .shift = {middle_y - cosine * middle_y + sine * middle_x, middle_x - sine * middle_y - cosine * middle_x}},
       {fill_mode, fill_value});
}

}  // namespace plumb
