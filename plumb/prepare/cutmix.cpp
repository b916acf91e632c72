#include "plumb/prepare/cutmix.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/error.h"
#include "plumb/prepare/beta.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<Cutmix>();

double Cutmix::mix(MixedRows rows, Random& random) const {
  require(rows.type == Type::u8 && rows.row_shape.size() == 3,
          "augment: cutmix cuts images, and the network has an input of numbers; use `mixup`, or leave it out");
  if (random.uniform() >= probability) return 1;
  const int64_t height = rows.row_shape[0], width = rows.row_shape[1], channels = rows.row_shape[2];
  const double half = 0.5 * std::sqrt(1 - beta_draw(random, alpha));
  struct Range {
    int64_t begin, end;
  };
  const auto range = [&](int64_t size) {
    const auto middle = static_cast<int64_t>(random.below(static_cast<uint64_t>(size)));
    const auto reach = static_cast<int64_t>(half * static_cast<double>(size));
    return Range{std::max<int64_t>(middle - reach, 0), std::min(middle + reach, size)};
  };
  const Range across = range(width), down = range(height);
  const auto bytes = (across.end - across.begin) * channels;
  for (int64_t y = down.begin; y < down.end; ++y) {
    const int64_t at = (y * width + across.begin) * channels;
    std::copy_n(static_cast<const uint8_t*>(rows.other) + at, bytes, static_cast<uint8_t*>(rows.row) + at);
  }
  return 1 - static_cast<double>((across.end - across.begin) * (down.end - down.begin)) /
                 static_cast<double>(height * width);
}

}  // namespace plumb
