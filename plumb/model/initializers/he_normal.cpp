#include "plumb/model/initializers/he_normal.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<HeNormal>();

void HeNormal::fill(const Shape& shape, Random& random, float* to) const {
  fill_truncated_normal(shape, random, 0, std::sqrt(2 / fans(shape).in) / truncated_deviation, to);
}

}  // namespace plumb
