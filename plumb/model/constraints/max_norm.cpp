#include "plumb/model/constraints/max_norm.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Constraint>().add<MaxNorm>();

Value MaxNorm::constrained(Value kernel) const {
  const Value length = unit_lengths(kernel, axis);
  return kernel * minimum(length, kernel.graph().constant(max_value)) / (length + 1e-7);
}

}  // namespace plumb
