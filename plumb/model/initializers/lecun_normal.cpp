#include "plumb/model/initializers/lecun_normal.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<LecunNormal>();

void LecunNormal::fill(const Shape& shape, Random& random, float* to) const {
  fill_truncated_normal(shape, random, 0, std::sqrt(1 / fans(shape).in) / truncated_deviation, to);
}

}  // namespace plumb
