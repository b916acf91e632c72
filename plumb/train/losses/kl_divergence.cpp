#include "plumb/train/losses/kl_divergence.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<KlDivergence>();

Value KlDivergence::per_row(const LossInputs& inputs) const {
  const Value p = inputs.prediction;
  require(p.rank() == 2 && p.dim(1) >= 2, "kl_divergence needs a network that ends in a unit a class");
  const Value y = inputs.target.type() == Type::s32 ? one_hot(inputs.target, p) : inputs.target;
  require(y.shape() == p.shape(), "kl_divergence: {} shares a row for {} units", y.dim(-1), p.dim(-1));
  const Value z = logits_of(p, "softmax");
  const Value log_p = z ? log_softmax(z) : log(clip_probability(p));
  const Value log_y = log(maximum(y, p.graph().constant(1e-30)));
  return reduce(y * (log_y - log_p), {.axes = {1}});
}

}  // namespace plumb
