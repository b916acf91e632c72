#include "plumb/train/losses/sparse_categorical_crossentropy.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<SparseCategoricalCrossentropy>();

Value SparseCategoricalCrossentropy::per_row(const LossInputs& inputs) const {
  const Value p = inputs.prediction;
  require(inputs.target.type() == Type::s32,
          "sparse_categorical_crossentropy needs classes, and the target is a number");
  require(
      p.rank() == 2 && p.dim(1) >= 2,
      "sparse_categorical_crossentropy needs a network that ends in a unit a class; this one ends in one unit: write "
      "`binary_crossentropy`");
  const Value z = logits_of(p, "softmax", from_logits);
  if (z && label_smoothing == 0) return sparse_softmax_crossentropy(z, inputs.target);
  const Value log_p = z ? log_softmax(z) : log(clip_probability(p));
  const Value y =
      affine(one_hot(inputs.target, p), 1 - label_smoothing, label_smoothing / static_cast<double>(p.dim(1)));
  return -reduce(y * log_p, {.axes = {1}});
}

}  // namespace plumb
