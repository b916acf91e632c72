#include "plumb/train/optimizers/adadelta.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Adadelta>();

void Adadelta::build(Graph& graph, Value gradient, Value rate) const {
  const Value p = graph.flat();
  const Value d = weight_decay > 0 ? gradient + p * weight_decay : gradient;
  const Value squares = graph.state("adadelta/squares", p.shape()), steps = graph.state("adadelta/steps", p.shape());
  const Value squares_next = squares * rho + square(d) * (1 - rho);
  const Value step = sqrt(steps + epsilon) / sqrt(squares_next + epsilon) * d;
  graph.update(squares, squares_next);
  graph.update(steps, steps * rho + square(step) * (1 - rho));
  graph.update(p, p - rate * step);
}

}  // namespace plumb
