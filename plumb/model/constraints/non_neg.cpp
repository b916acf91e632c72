#include "plumb/model/constraints/non_neg.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Constraint>().add<NonNeg>();

Value NonNeg::constrained(Value weight) const { return relu(weight); }

}  // namespace plumb
