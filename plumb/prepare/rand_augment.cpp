#include "plumb/prepare/rand_augment.h"

#include <cmath>

#include "plumb/prepare/augment_changes.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<RandAugment>();

void RandAugment::check(Problems& problems) const {
  if (magnitude >= magnitudes)
    problems.add("magnitude", fmt::format("must be below `magnitudes`, which is {}, got {}", magnitudes, magnitude));
}

void RandAugment::change(ImageSpan image, Random& random) const {
  const AugmentReach reach{.translate_x = 150.0 / 331 * static_cast<double>(image.width),
                           .translate_y = 150.0 / 331 * static_cast<double>(image.height)};
  for (int64_t i = 0; i < changes; ++i) {
    const auto which = static_cast<AugmentChange>(random.below(augment_changes));
    const double strength = strength_of(which, reach, magnitude, magnitudes);
    const bool back = is_signed(which) && random.below(2) == 1;
    apply(which, back ? -strength : strength, static_cast<uint8_t>(std::lround(fill_value)), image);
  }
}

}  // namespace plumb
