#include "plumb/train/optimizers/lion.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Lion>();

void Lion::build(Graph& graph, Value gradient, Value rate) const {
  const Value p = graph.flat(), m = graph.state("lion/m", p.shape());
  graph.update(p, p * (1 - rate * weight_decay) - rate * sign(m * beta_1 + gradient * (1 - beta_1)));
  graph.update(m, m * beta_2 + gradient * (1 - beta_2));
}

}  // namespace plumb
