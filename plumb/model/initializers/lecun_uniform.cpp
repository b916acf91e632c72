#include "plumb/model/initializers/lecun_uniform.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<LecunUniform>();

void LecunUniform::fill(const Shape& shape, Random& random, float* to) const {
  const double limit = std::sqrt(3 / fans(shape).in);
  fill_uniform(shape, random, -limit, limit, to);
}

}  // namespace plumb
