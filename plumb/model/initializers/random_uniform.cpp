#include "plumb/model/initializers/random_uniform.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<RandomUniform>();

void RandomUniform::fill(const Shape& shape, Random& random, float* to) const {
  fill_uniform(shape, random, minval, maxval, to);
}

}  // namespace plumb
