#include "plumb/model/initializers/random_normal.h"

#include <algorithm>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<RandomNormal>();

void RandomNormal::fill(const Shape& shape, Random& random, float* to) const {
  fill_normal(shape, random, mean, stddev, to);
}

}  // namespace plumb
