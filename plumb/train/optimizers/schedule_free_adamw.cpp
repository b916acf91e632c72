#include "plumb/train/optimizers/schedule_free_adamw.h"

#include <cmath>

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<ScheduleFreeAdamW>();

// As the authors' code does, y is what the flat buffer holds, z is kept beside it, and x follows from both; x is
// written down too, because it answers.
void ScheduleFreeAdamW::build(Graph& graph, Value gradient, Value rate) const {
  const Value y = graph.flat();
  const Value t = step_number(graph), first = equal(t, graph.constant(1));
  const Value kept = graph.state("schedule_free/z", y.shape()), z = select(first, y, kept);
  const Value v = graph.state("schedule_free/v", y.shape());
  const Value greatest = graph.state("schedule_free/greatest_rate", {}), sum = graph.state("schedule_free/sum", {});

  const Value greatest_now = maximum(greatest, rate);
  const Value weight = square(greatest_now), sum_now = sum + weight;
  const Value c = weight / maximum(sum_now, graph.constant(1e-30));  // 0 while the rate is
  const Value v_now = v * beta_2 + square(gradient) * (1 - beta_2);
  const Value correction = sqrt(-expm1(t * std::log(beta_2)));
  const Value u = gradient / (sqrt(v_now) / correction + epsilon) + y * weight_decay;
  const Value y_now = y + c * (z - y) + rate * ((1 - c) * beta_1 - 1) * u;
  const Value z_now = z - rate * u;
  graph.update(y, y_now);
  graph.update(kept, z_now);
  graph.update(v, v_now);
  graph.update(greatest, greatest_now);
  graph.update(sum, sum_now);
  graph.update(graph.state(answer_weights, y.shape()), y_now + (z_now - y_now) * (1 - 1 / beta_1));
}

}  // namespace plumb
