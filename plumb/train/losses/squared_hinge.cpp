#include "plumb/train/losses/squared_hinge.h"

#include "plumb/graph/operators.h"
#include "plumb/train/losses/margin.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<SquaredHinge>();

Value SquaredHinge::per_row(const LossInputs& inputs) const {
  return mean_of_row(square(relu(1 - margin_of(inputs, name))));
}

}  // namespace plumb
