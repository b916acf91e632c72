#include "plumb/train/losses/poisson.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<Poisson>();

Value Poisson::per_row(const LossInputs& inputs) const {
  require_numbers(inputs, name);
  const Value p = inputs.prediction, log_rate = logits_of(p, "exp");
  return mean_of_row(p - inputs.target * (log_rate ? log_rate : log(maximum(p, p.graph().constant(1e-7)))));
}

}  // namespace plumb
