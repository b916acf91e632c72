#include "plumb/prepare/trivial_augment.h"

#include <cmath>

#include "plumb/prepare/augment_changes.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<TrivialAugment>();

void TrivialAugment::change(ImageSpan image, Random& random) const {
  constexpr AugmentReach wide{
      .shear = 0.99, .translate_x = 32, .translate_y = 32, .rotate = 135, .enhance = 0.99, .posterize = 6};
  const auto which = static_cast<AugmentChange>(random.below(augment_changes));
  const auto level = static_cast<int64_t>(random.below(static_cast<uint64_t>(magnitudes)));
  const double strength = strength_of(which, wide, level, magnitudes);
  const bool back = is_signed(which) && random.below(2) == 1;
  apply(which, back ? -strength : strength, static_cast<uint8_t>(std::lround(fill_value)), image);
}

}  // namespace plumb
