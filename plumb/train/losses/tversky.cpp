#include "plumb/train/losses/tversky.h"

#include "plumb/graph/operators.h"
#include "plumb/train/losses/overlap.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<Tversky>();

Value Tversky::per_row(const LossInputs& inputs) const { return overlap_loss(inputs, alpha, beta, smooth, name); }

}  // namespace plumb
