#include "plumb/train/optimizers/adam_step.h"

#include <cmath>

#include "plumb/graph/operators.h"
#include "plumb/train/optimizer.h"

namespace plumb {

// The bias corrections are folded into two scalars, so that one pass over the buffer does it all:
// rate m^ / (sqrt(v^) + e) = r m / (sqrt(v) + c e) with c = sqrt(1 - beta_2^t), r = rate c / (1 - beta_1^t).
Value adam_step(Graph& graph, Value gradient, Value rate, AdamMoments moments) {
  const auto [beta_1, beta_2, epsilon, amsgrad] = moments;
  const Value m = graph.state("adam/m", graph.flat().shape()), v = graph.state("adam/v", graph.flat().shape());
  const Value t = step_number(graph);
  const auto one_minus_power = [&](double beta) { return -expm1(t * std::log(beta)); };
  const Value c = sqrt(one_minus_power(beta_2));
  const Value r = rate * c / one_minus_power(beta_1);
  const Value m_next = m * beta_1 + gradient * (1 - beta_1);
  const Value v_next = v * beta_2 + square(gradient) * (1 - beta_2);
  graph.update(m, m_next);
  graph.update(v, v_next);
  Value scale = v_next;
  if (amsgrad) {
    const Value largest = graph.state("adam/v_max", graph.flat().shape());
    scale = maximum(largest, v_next);
    graph.update(largest, scale);
  }
  return r * m_next / (sqrt(scale) + c * epsilon);
}

}  // namespace plumb
