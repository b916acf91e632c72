#include "plumb/train/optimizers/lookahead.h"

#include "plumb/graph/operators.h"
#include "plumb/train/step_updates.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Lookahead>();

void Lookahead::build(Graph& graph, Value gradient, Value rate) const {
  require(!optimizer.looks_ahead(),
          "lookahead cannot wrap {0}, which takes two gradients a step; write `{0}: "
          "{{optimizer: lookahead}}`",
          optimizer.name());
  optimizer.build(graph, gradient, rate);
  const Value p = graph.flat(), one = graph.constant(1);
  const Value kept = graph.state("lookahead/slow", p.shape()), begun = graph.state("lookahead/begun", {});
  const Value done = graph.state("lookahead/steps", {});  // since they followed
  const Value slow = select(begun, kept, p), count = done + 1;
  const Value follow = equal(count, graph.constant(static_cast<double>(steps)));
  const Value fast = next_weights(graph), slow_now = select(follow, slow + (fast - slow) * share, slow);
  set_next_weights(graph, select(follow, slow_now, fast));
  graph.update(kept, slow_now);
  graph.update(begun, one);
  graph.update(done, count * (1 - follow));
}

}  // namespace plumb
