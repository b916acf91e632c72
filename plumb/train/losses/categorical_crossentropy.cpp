#include "plumb/train/losses/categorical_crossentropy.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<CategoricalCrossentropy>();

Value CategoricalCrossentropy::per_row(const LossInputs& inputs) const {
  const Value p = inputs.prediction;
  require(p.rank() == 2 && p.dim(1) >= 2, "categorical_crossentropy needs a network that ends in a unit a class");
  Value y = inputs.target.type() == Type::s32 ? one_hot(inputs.target, p) : inputs.target;
  require(y.shape() == p.shape(), "categorical_crossentropy: {} shares a row for {} units", y.dim(-1), p.dim(-1));
  if (label_smoothing > 0) y = affine(y, 1 - label_smoothing, label_smoothing / static_cast<double>(p.dim(1)));
  const Value z = logits_of(p, "softmax", from_logits);
  return -reduce(y * (z ? log_softmax(z) : log(clip_probability(p))), {.axes = {1}});
}

}  // namespace plumb
