#include "plumb/train/optimizers/muon.h"

#include <algorithm>
#include <cmath>

#include "plumb/graph/operators.h"
#include "plumb/train/optimizers/adam_step.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Muon>();

/// Nearly the orthogonal factor of x: its singular values come to lie about 1.
static Value orthogonal(Value x) {
  const bool tall = x.dim(0) > x.dim(1);
  if (tall) x = permute(x, {1, 0});
  x = x / (sqrt(reduce(square(x), {})) + 1e-7);
  for (int i = 0; i < 5; ++i) {
    const Value a = matmul(x, x, {.transpose_b = true});
    x = x * 3.4445 + matmul(a * -4.7750 + matmul(a, a) * 2.0315, x);
  }
  return tall ? permute(x, {1, 0}) : x;
}

void Muon::build(Graph& graph, Value gradient, Value rate) const {
  const Value p = graph.flat();
  const Value m = graph.state("muon/momentum", p.shape());
  const Value m_next = m * momentum + gradient;
  graph.update(m, m_next);
  const Value ahead = gradient + m_next * momentum;
  const Value adam = adam_step(graph, gradient, graph.constant(1), {.beta_1 = 0.9, .beta_2 = 0.999, .epsilon = 1e-7});
  Values steps;
  for (const Parameter& parameter : graph.parameters) {
    const Shape& shape = parameter.value.shape();
    if (shape.size() < 2) {
      steps.push_back(unpack(adam, parameter.offset, shape));
      continue;
    }
    const int64_t columns = shape.back(), rows = count(shape) / columns;
    const Value direction = orthogonal(unpack(ahead, parameter.offset, {rows, columns}));
    const double size = 0.2 * std::sqrt(static_cast<double>(std::max(rows, columns)));
    steps.push_back(shape.size() == 2 ? direction * size
                                      : split_dim(direction * size, 0, {shape.begin(), shape.end() - 1}));
  }
  graph.update(p, p * (1 - rate * weight_decay) - rate * pack(steps, p));
}

}  // namespace plumb
