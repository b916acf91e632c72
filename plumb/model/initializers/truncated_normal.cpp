#include "plumb/model/initializers/truncated_normal.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<TruncatedNormal>();

void TruncatedNormal::fill(const Shape& shape, Random& random, float* to) const {
  fill_truncated_normal(shape, random, mean, stddev, to);
}

}  // namespace plumb
