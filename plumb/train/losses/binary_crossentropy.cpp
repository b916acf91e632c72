#include "plumb/train/losses/binary_crossentropy.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<BinaryCrossentropy>();

Value BinaryCrossentropy::per_row(const LossInputs& inputs) const {
  const Value p = inputs.prediction;
  Value y = inputs.target;
  if (y.type() != Type::f32) {
    require(p.rank() == 2 && p.dim(1) == 1,
            "binary_crossentropy needs a network that ends in one unit with a sigmoid, not in {}; write "
            "`sparse_categorical_crossentropy`, or end in `dense: {{units: 1, activation: sigmoid}}`",
            p.dim(-1));
    y = split_dim(cast(y, Type::f32), 0, {-1, 1});
  }
  require(y.shape() == p.shape(), "binary_crossentropy: {} labels a row for {} units", y.dim(-1), p.dim(-1));
  if (label_smoothing > 0) y = affine(y, 1 - label_smoothing, label_smoothing / 2);
  const Value z = logits_of(p, "sigmoid", from_logits);
  if (z) return mean_of_row(softplus(z) - y * z);
  const Value clipped = clip_probability(p);
  return mean_of_row(-(y * log(clipped) + (1 - y) * log(1 - clipped)));
}

}  // namespace plumb
