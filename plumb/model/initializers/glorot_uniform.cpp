#include "plumb/model/initializers/glorot_uniform.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<GlorotUniform>();

void GlorotUniform::fill(const Shape& shape, Random& random, float* to) const {
  const Fans fan = fans(shape);
  const double limit = std::sqrt(6 / (fan.in + fan.out));
  fill_uniform(shape, random, -limit, limit, to);
}

}  // namespace plumb
