#include "plumb/prepare/noise.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Augmentation>().add<Noise>();

void Noise::change(NumbersSpan row, Random& random) const {
  for (size_t c = 0; c < row.cells.size(); ++c)
    if (!row.train.flags[c] && random.uniform() < probability)
      row.cells[c] += static_cast<float>(std * row.train.deviations[c] * random.normal());
}

}  // namespace plumb
