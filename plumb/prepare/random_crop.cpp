#include "plumb/prepare/random_crop.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<RandomCrop>();

void RandomCrop::check(Problems& problems) const {
  if (padding.chosen && (*padding.chosen < 0 || *padding.chosen > 10000))
    problems.add("padding", fmt::format("is {}, and goes from 0 to 10000; or write auto", *padding.chosen));
}

ImageSize RandomCrop::kept(ImageSize image) const {
  const ImageSize part{height > 0 ? height : image.height, width > 0 ? width : image.width};
  require(part.height <= image.height && part.width <= image.width,
          "random_crop: {} x {} is more than the images have, {} x {}; make them larger by the step `resize` or "
          "`crop_or_pad`, or crop less",
          part.height, part.width, image.height, image.width);
  return part;
}

void RandomCrop::change(ImageSpan image, Random& random) const {
  const ImageSize whole{image.height, image.width}, part = kept(whole);
  const int64_t border = padding.chosen.value_or(part == whole ? 4 : 0);
  const auto shift = [&](int64_t size, int64_t kept) {
    const int64_t rest = size - kept, places = rest + 2 * border + 1;
    const auto place = static_cast<int64_t>(random.below(static_cast<uint64_t>(places))) - border;
    return static_cast<double>(place - rest / 2);
  };
  const double down = shift(whole.height, part.height), across = shift(whole.width, part.width);
  warp(image, {.shift = {down, across}}, {fill_mode, fill_value});
}

}  // namespace plumb
