#include "plumb/model/regularizers/l2.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Regularizer>().add<L2>();

Value L2::penalty(Value parameter) const { return reduce(square(parameter), {}) * factor; }

}  // namespace plumb
