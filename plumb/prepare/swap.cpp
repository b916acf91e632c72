#include "plumb/prepare/swap.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<Swap>();

void Swap::change(NumbersSpan row, Random& random) const {
  const TensorRows& train = row.train.rows;
  for (size_t c = 0; c < row.cells.size(); ++c) {
    if (random.uniform() >= probability) continue;
    const auto from = static_cast<int64_t>(random.below(static_cast<uint64_t>(train.rows)));
    row.cells[c] = reinterpret_cast<const float*>(train.row(from))[c];
  }
}

}  // namespace plumb
