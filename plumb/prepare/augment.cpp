#include "plumb/prepare/augment.h"

#include "plumb/core/error.h"

namespace plumb {

void augment(const std::vector<Augmentation>& augmentations, void* batch, const Shape& row_shape,
             std::span<const int64_t> rows, uint64_t seed, int64_t epoch) {
  require(augmentations.empty() || row_shape.size() == 3,
          "augment: needs images [height, width, channels], not rows of shape {}", row_shape);
  for (size_t place = 0; place < augmentations.size(); ++place) {
    // Two flips in one list draw independently.
    const std::string purpose = fmt::format("augment {} {}", place, augmentations[place].name());
    ImageSpan image{static_cast<uint8_t*>(batch), row_shape[0], row_shape[1], row_shape[2]};
    for (const int64_t row : rows) {
      Random random(seed, purpose, (static_cast<uint64_t>(epoch) << 40) + static_cast<uint64_t>(row));
      augmentations[place].change(image, random);
      image.pixels += image.size();
    }
  }
}

}  // namespace plumb
