#include "plumb/train/losses/hinge.h"

#include "plumb/graph/operators.h"
#include "plumb/train/losses/margin.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<Hinge>();

Value Hinge::per_row(const LossInputs& inputs) const { return mean_of_row(relu(1 - margin_of(inputs, name))); }

}  // namespace plumb
