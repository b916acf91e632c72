#include "plumb/model/initializers/glorot_normal.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<GlorotNormal>();

void GlorotNormal::fill(const Shape& shape, Random& random, float* to) const {
  const Fans fan = fans(shape);
  fill_truncated_normal(shape, random, 0, std::sqrt(2 / (fan.in + fan.out)) / truncated_deviation, to);
}

}  // namespace plumb
