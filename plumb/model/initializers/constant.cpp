#include "plumb/model/initializers/constant.h"

#include <algorithm>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<ConstantInitializer>();

void ConstantInitializer::fill(const Shape& shape, Random&, float* to) const {
  std::fill_n(to, count(shape), static_cast<float>(value));
}

}  // namespace plumb
