#include "plumb/model/regularizers/l1_l2.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Regularizer>().add<L1L2>();

Value L1L2::penalty(Value parameter) const {
  return reduce(abs(parameter), {}) * l1 + reduce(square(parameter), {}) * l2;
}

}  // namespace plumb
