#include "plumb/model/initializers/he_uniform.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<HeUniform>();

void HeUniform::fill(const Shape& shape, Random& random, float* to) const {
  const double limit = std::sqrt(6 / fans(shape).in);
  fill_uniform(shape, random, -limit, limit, to);
}

}  // namespace plumb
