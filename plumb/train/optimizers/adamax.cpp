#include "plumb/train/optimizers/adamax.h"

#include <cmath>

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Adamax>();

void Adamax::build(Graph& graph, Value gradient, Value rate) const {
  const Value p = graph.flat();
  const Value d = weight_decay > 0 ? gradient + p * weight_decay : gradient;
  const Value m = graph.state("adamax/m", p.shape()), u = graph.state("adamax/u", p.shape());
  const Value t = step_number(graph);
  const Value m_next = m * beta_1 + d * (1 - beta_1);
  const Value u_next = maximum(u * beta_2, abs(d) + epsilon);
  graph.update(m, m_next);
  graph.update(u, u_next);
  graph.update(p, p - rate / -expm1(t * std::log(beta_1)) * m_next / u_next);
}

}  // namespace plumb
