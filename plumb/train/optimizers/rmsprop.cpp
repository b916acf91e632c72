#include "plumb/train/optimizers/rmsprop.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Rmsprop>();

void Rmsprop::build(Graph& graph, Value gradient, Value rate) const {
  const Value p = graph.flat();
  const Value d = weight_decay > 0 ? gradient + p * weight_decay : gradient;
  const Value squares = graph.state("rmsprop/squares", p.shape());
  const Value squares_next = squares * rho + square(d) * (1 - rho);
  graph.update(squares, squares_next);
  Value spread = squares_next;
  if (centered) {
    const Value mean = graph.state("rmsprop/mean", p.shape());
    const Value mean_next = mean * rho + d * (1 - rho);
    graph.update(mean, mean_next);
    spread = spread - square(mean_next);
  }
  Value step = d / (sqrt(spread) + epsilon);
  if (momentum > 0) {
    const Value last = graph.state("rmsprop/momentum", p.shape());
    step = last * momentum + step;
    graph.update(last, step);
  }
  graph.update(p, p - rate * step);
}

}  // namespace plumb
