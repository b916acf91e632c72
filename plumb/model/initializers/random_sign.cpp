#include "plumb/model/initializers/random_sign.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<RandomSign>();

void RandomSign::fill(const Shape& shape, Random& random, float* to) const {
  fill_uniform(shape, random, -1, 1, to);
  for (int64_t i = 0; i < count(shape); ++i) to[i] = to[i] < 0 ? -1.0F : 1.0F;
}

}  // namespace plumb
