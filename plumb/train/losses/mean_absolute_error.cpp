#include "plumb/train/losses/mean_absolute_error.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<MeanAbsoluteError>();

Value MeanAbsoluteError::per_row(const LossInputs& inputs) const {
  require_numbers(inputs, name);
  return mean_of_row(abs(inputs.prediction - inputs.target));
}

}  // namespace plumb
