#include "plumb/train/optimizers/lamb.h"

#include "plumb/graph/operators.h"
#include "plumb/train/optimizers/adam_step.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Lamb>();

void Lamb::build(Graph& graph, Value gradient, Value rate) const {
  const Value p = graph.flat();
  const Value u = adam_step(graph, gradient, graph.constant(1), {beta_1, beta_2, epsilon}) + p * weight_decay;
  Values next;
  for (const Parameter& parameter : graph.parameters) {
    const Value weights = unpack(p, parameter.offset, parameter.value.shape());
    const Value step = unpack(u, parameter.offset, parameter.value.shape());
    const auto length = [](Value x) { return sqrt(reduce(square(x), {})); };
    const Value own = length(weights), of_step = length(step);
    const Value both = positive(own) * positive(of_step);
    const Value ratio = select(both, own / maximum(of_step, graph.constant(1e-30)), graph.constant(1));
    next.push_back(weights - rate * ratio * step);
  }
  graph.update(p, pack(next, p));
}

}  // namespace plumb
