#include "plumb/train/optimizers/adagrad.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Adagrad>();

void Adagrad::build(Graph& graph, Value gradient, Value rate) const {
  const Value p = graph.flat();
  const Value d = weight_decay > 0 ? gradient + p * weight_decay : gradient;
  const Value squares = graph.state("adagrad/squares", p.shape(), static_cast<float>(initial));
  const Value squares_next = squares + square(d);
  graph.update(squares, squares_next);
  const Value size = decay > 0 ? rate / affine(step_number(graph), decay, 1 - decay) : rate;
  graph.update(p, p - size * d / (sqrt(squares_next) + epsilon));
}

}  // namespace plumb
