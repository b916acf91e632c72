#include "plumb/train/callbacks/ema.h"

#include <algorithm>

#include "plumb/graph/operators.h"
#include "plumb/train/step_updates.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Callback>().add<Ema>();

void Ema::build(Graph& graph) const {
  const Value average = graph.state(answer_weights, graph.flat().shape());
  for (const Update& update : graph.updates)
    require(update.state != average, "ema: the optimizer answers with an average already; leave one of the two out");
  const Value share = maximum(graph.constant(1 - decay), graph.constant(1) / step_number(graph));
  graph.update(average, average + share * (next_weights(graph) - average));
}

}  // namespace plumb
