#include "plumb/train/losses/categorical_hinge.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<CategoricalHinge>();

Value CategoricalHinge::per_row(const LossInputs& inputs) const {
  const Value p = inputs.prediction;
  require(inputs.target.type() == Type::s32 && p.rank() == 2 && p.dim(1) >= 2,
          "categorical_hinge needs classes, and a network that ends in a unit a class");
  const Value known = logits_of(p, "softmax"), z = known ? known : p;
  const Value truth = one_hot(inputs.target, p);
  const Value rival = reduce_max(select(truth, p.graph().constant(-1e30), z), {.axes = {1}});
  return relu(rival - reduce(truth * z, {.axes = {1}}) + 1);
}

}  // namespace plumb
