#include "plumb/train/losses/quantile.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<Quantile>();

Value Quantile::per_row(const LossInputs& inputs) const {
  require_numbers(inputs, name);
  const Value miss = inputs.target - inputs.prediction;
  return mean_of_row(maximum(miss * quantile, miss * (quantile - 1)));
}

}  // namespace plumb
