#include "plumb/train/losses/dice.h"

#include "plumb/graph/operators.h"
#include "plumb/train/losses/overlap.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<Dice>();

Value Dice::per_row(const LossInputs& inputs) const { return overlap_loss(inputs, 0.5, 0.5, smooth, name); }

}  // namespace plumb
