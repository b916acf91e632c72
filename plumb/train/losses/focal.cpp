#include "plumb/train/losses/focal.h"

#include "plumb/graph/operators.h"
#include "plumb/train/losses/margin.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<Focal>();

Value Focal::per_row(const LossInputs& inputs) const {
  const Value p = inputs.prediction;
  require(p.rank() == 2, "focal needs a network that ends in units, not in {} axes", p.rank());
  if (p.dim(1) > 1 && inputs.target.type() == Type::s32) {
    require(!alpha, "focal: `alpha` weighs two classes, and there are {}; write `class_weights` in `train`", p.dim(1));
    const Value z = logits_of(p, "softmax");
    const Value log_p =
        reduce(one_hot(inputs.target, p) * (z ? log_softmax(z) : log(clip_probability(p))), {.axes = {1}});
    const Value wrong = maximum(-expm1(log_p), p.graph().constant(1e-7));
    return -(exp(log(wrong) * gamma) * log_p);
  }
  const Value y = labels_of(inputs, name);
  const Value known = logits_of(p, "sigmoid"), clipped = clip_probability(p);
  const Value z = known ? known : log(clipped) - log(1 - clipped);
  const Value towards = z * affine(y, 2, -1);  // the logit of being right
  Value loss = exp(softplus(towards) * -gamma) * softplus(-towards);
  if (alpha) loss = loss * affine(y, 2 * *alpha - 1, 1 - *alpha);
  return mean_of_row(loss);
}

}  // namespace plumb
