#include "plumb/train/optimizers/radam.h"

#include <cmath>

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Radam>();

void Radam::build(Graph& graph, Value gradient, Value rate) const {
  const Value p = graph.flat();
  const Value d = weight_decay > 0 ? gradient + p * weight_decay : gradient;
  const Value m = graph.state("radam/m", p.shape()), v = graph.state("radam/v", p.shape());
  const Value t = step_number(graph);
  const Value m_next = m * beta_1 + d * (1 - beta_1);
  const Value v_next = v * beta_2 + square(d) * (1 - beta_2);
  graph.update(m, m_next);
  graph.update(v, v_next);
  const double most = 2 / (1 - beta_2) - 1;
  const Value left = exp(t * std::log(beta_2)), seen = -expm1(t * std::log(beta_2));
  const Value length = most - t * left * 2.0 / seen;
  const Value enough = positive(length - 5), safe = maximum(length, graph.constant(5));
  const Value correction = sqrt((safe - 4) * (safe - 2) / safe * (most / ((most - 4) * (most - 2)))) * sqrt(seen);
  const Value size = rate / -expm1(t * std::log(beta_1));
  const Value scaled = (enough * correction) / (sqrt(v_next) + epsilon) + (1 - enough);
  graph.update(p, p - size * m_next * scaled);
}

}  // namespace plumb
