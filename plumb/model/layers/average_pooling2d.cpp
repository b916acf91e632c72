#include "plumb/model/layers/average_pooling2d.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<AveragePooling2D>();

Value AveragePooling2D::build(Scope&, Value x) const {
  return average_pool2d(x, window_on(x, pool_size, strides.value_or(pool_size), padding));
}

}  // namespace plumb
