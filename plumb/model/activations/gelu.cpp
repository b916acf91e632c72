#include "plumb/model/activations/gelu.h"

#include <cmath>
#include <numbers>

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = add_activation<Gelu>(&plumb::gelu);

Value Gelu::build(Value x) const {
  if (!approximate) return plumb::gelu(x);
  const double factor = std::sqrt(2 / std::numbers::pi);
  const Value inner = x * affine(square(x), 0.044715 * factor, factor);
  return x * affine(tanh(inner), 0.5, 0.5);
}

}  // namespace plumb
