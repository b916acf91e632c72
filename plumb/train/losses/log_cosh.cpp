#include "plumb/train/losses/log_cosh.h"

#include <numbers>

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<LogCosh>();

Value LogCosh::per_row(const LossInputs& inputs) const {
  require_numbers(inputs, name);
  const Value difference = abs(inputs.prediction - inputs.target);
  return mean_of_row(difference + softplus(difference * -2.0) - std::numbers::ln2);
}

}  // namespace plumb
