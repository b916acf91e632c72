#include "plumb/prepare/mixup.h"

#include "plumb/prepare/beta.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<Mixup>();

double Mixup::mix(MixedRows rows, Random& random) const {
  if (random.uniform() >= probability) return 1;
  const auto share = static_cast<float>(beta_draw(random, alpha));
  const auto size = static_cast<size_t>(count(rows.row_shape));
  const auto blend = [&](auto* own, const auto* other, float half) {
    for (size_t i = 0; i < size; ++i) {
      const auto mixed = share * static_cast<float>(own[i]) + (1 - share) * static_cast<float>(other[i]);
      own[i] = static_cast<std::remove_pointer_t<decltype(own)>>(mixed + half);
    }
  };
  if (rows.type == Type::u8)
    blend(static_cast<uint8_t*>(rows.row), static_cast<const uint8_t*>(rows.other), 0.5F);
  else
    blend(static_cast<float*>(rows.row), static_cast<const float*>(rows.other), 0.0F);
  return share;
}

}  // namespace plumb
