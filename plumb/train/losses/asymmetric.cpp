#include "plumb/train/losses/asymmetric.h"

#include "plumb/graph/operators.h"
#include "plumb/train/losses/margin.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<Asymmetric>();

Value Asymmetric::per_row(const LossInputs& inputs) const {
  const Value y = labels_of(inputs, name), p = inputs.prediction;
  require(p.rank() == 2, "asymmetric needs a network that ends in units, not in {} axes", p.rank());
  const Value known = logits_of(p, "sigmoid"), clipped = clip_probability(p);
  const Value z = known ? known : log(clipped) - log(1 - clipped);
  const Value holds = exp(softplus(z) * -positive_focus) * softplus(-z);
  Value absent;
  if (clip > 0) {
    Graph& graph = z.graph();
    const Value q = maximum((known ? sigmoid(z) : clipped) - clip, graph.constant(0));
    absent = -log(1 - q);
    // The least q that is raised to a power: below it the logarithm beside it is 0 in float32 anyway.
    if (negative_focus > 0) absent = absent * exp(log(maximum(q, graph.constant(1e-8))) * negative_focus);
  } else {
    absent = exp(softplus(-z) * -negative_focus) * softplus(z);
  }
  return reduce(y * holds + (1 - y) * absent, {.axes = {1}});
}

}  // namespace plumb
