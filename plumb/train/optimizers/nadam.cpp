#include "plumb/train/optimizers/nadam.h"

#include <cmath>

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Nadam>();

void Nadam::build(Graph& graph, Value gradient, Value rate) const {
  const Value p = graph.flat();
  const Value d = weight_decay > 0 ? gradient + p * weight_decay : gradient;
  const Value m = graph.state("nadam/m", p.shape()), v = graph.state("nadam/v", p.shape());
  const Value product = graph.state("nadam/momentum", {}, 1);
  const Value t = step_number(graph);
  const auto momentum = [&](Value step) {
    return affine(exp(step * (std::log(0.96) * momentum_decay)), -beta_1 / 2, beta_1);
  };
  const Value now = momentum(t), next = momentum(t + 1), so_far = product * now;
  const Value m_next = m * beta_1 + d * (1 - beta_1);
  const Value v_next = v * beta_2 + square(d) * (1 - beta_2);
  const Value c = sqrt(-expm1(t * std::log(beta_2)));
  const Value ahead = d * (rate * c * (1 - now) / (1 - so_far)) + m_next * (rate * c * next / (1 - so_far * next));
  graph.update(m, m_next);
  graph.update(v, v_next);
  graph.update(product, so_far);
  graph.update(p, p - ahead / (sqrt(v_next) + c * epsilon));
}

}  // namespace plumb
