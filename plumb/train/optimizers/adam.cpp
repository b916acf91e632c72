#include "plumb/train/optimizers/adam.h"

#include "plumb/graph/operators.h"
#include "plumb/train/optimizers/adam_step.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Adam>();

void Adam::build(Graph& graph, Value gradient, Value rate) const {
  const Value p = graph.flat();
  const Value d = weight_decay > 0 ? gradient + p * weight_decay : gradient;
  graph.update(p, p - adam_step(graph, d, rate, {beta_1, beta_2, epsilon, amsgrad}));
}

}  // namespace plumb
