#include "plumb/train/losses/mean_squared_error.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<MeanSquaredError>();

Value MeanSquaredError::per_row(const LossInputs& inputs) const {
  require_numbers(inputs, name);
  return mean_of_row(square(inputs.prediction - inputs.target));
}

}  // namespace plumb
