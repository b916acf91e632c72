#include "plumb/model/constraints/min_max_norm.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Constraint>().add<MinMaxNorm>();

void MinMaxNorm::check(Problems& problems) const {
  if (min_value > max_value) problems.add("min_value", fmt::format("must be at most max_value, {}", max_value));
}

Value MinMaxNorm::constrained(Value weight) const {
  const Value length = unit_lengths(weight, axis);
  const auto number = [&](double value) { return weight.graph().constant(value); };
  const Value wanted = minimum(maximum(length, number(min_value)), number(max_value));
  return weight * (wanted * rate + length * (1 - rate)) / (length + 1e-7);
}

}  // namespace plumb
