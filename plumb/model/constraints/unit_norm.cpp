#include "plumb/model/constraints/unit_norm.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Constraint>().add<UnitNorm>();

Value UnitNorm::constrained(Value kernel) const { return kernel / (unit_lengths(kernel, axis) + 1e-7); }

}  // namespace plumb
