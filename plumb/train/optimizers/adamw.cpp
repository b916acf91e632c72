#include "plumb/train/optimizers/adamw.h"

#include "plumb/graph/operators.h"
#include "plumb/train/optimizers/adam_step.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<AdamW>();

void AdamW::build(Graph& graph, Value gradient, Value rate) const {
  const Value p = graph.flat();
  graph.update(p, p * (1 - rate * weight_decay) - adam_step(graph, gradient, rate, {beta_1, beta_2, epsilon, amsgrad}));
}

}  // namespace plumb
