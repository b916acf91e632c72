#include "plumb/model/initializers/zeros.h"

#include <algorithm>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<Zeros>();

void Zeros::fill(const Shape& shape, Random&, float* to) const { std::fill_n(to, count(shape), 0.0F); }

}  // namespace plumb
