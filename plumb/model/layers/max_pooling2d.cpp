#include "plumb/model/layers/max_pooling2d.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<MaxPooling2D>();

Value MaxPooling2D::build(Scope&, Value x) const {
  return max_pool2d(x, window_on(x, pool_size, strides.value_or(pool_size), padding));
}

}  // namespace plumb
