#include "plumb/model/initializers/ones.h"

#include <algorithm>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<Ones>();

void Ones::fill(const Shape& shape, Random&, float* to) const { std::fill_n(to, count(shape), 1.0F); }

}  // namespace plumb
