#include "plumb/train/losses/huber.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<Huber>();

Value Huber::per_row(const LossInputs& inputs) const {
  require_numbers(inputs, name);
  const Value difference = abs(inputs.prediction - inputs.target);
  const Value small = minimum(difference, difference.graph().constant(delta));
  return mean_of_row(small * (difference - small * 0.5));
}

}  // namespace plumb
