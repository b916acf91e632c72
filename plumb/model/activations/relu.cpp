#include "plumb/model/activations/relu.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = add_activation<Relu>(&plumb::relu);

// Without options it is the operator and nothing else, which kernels take into the product before it.
Value Relu::build(Value x) const {
  const auto number = [&](double value) { return x.graph().constant(value, x.type()); };
  const Value up_to = max_value ? minimum(x, number(*max_value)) : x;
  if (threshold == 0) return negative_slope == 0 ? plumb::relu(up_to) : plumb::leaky_relu(up_to, negative_slope);
  const Value below = negative_slope == 0 ? expand(number(0), x, {}) : (x - threshold) * negative_slope;
  return select(positive(x - threshold), up_to, below);
}

}  // namespace plumb
