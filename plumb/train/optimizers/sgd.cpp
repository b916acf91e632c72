#include "plumb/train/optimizers/sgd.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Sgd>();

void Sgd::build(Graph& graph, Value gradient, Value rate) const {
  const Value p = graph.flat();
  Value d = weight_decay > 0 ? gradient + p * weight_decay : gradient;
  if (momentum > 0) {
    const Value last = graph.state("sgd/momentum", p.shape());
    const Value running = last * momentum + d;
    graph.update(last, running);
    d = nesterov ? d + running * momentum : running;
  }
  graph.update(p, p - rate * d);
}

}  // namespace plumb
