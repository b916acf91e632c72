#include "plumb/model/activations/leaky_relu.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = add_activation<LeakyRelu>();

Value LeakyRelu::build(Value x) const { return plumb::leaky_relu(x, negative_slope); }

}  // namespace plumb
