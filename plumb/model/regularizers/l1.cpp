#include "plumb/model/regularizers/l1.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Regularizer>().add<L1>();

Value L1::penalty(Value parameter) const { return reduce(abs(parameter), {}) * factor; }

}  // namespace plumb
