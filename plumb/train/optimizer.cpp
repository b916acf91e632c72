#include "plumb/train/optimizer.h"

#include <algorithm>

#include "plumb/graph/operators.h"

namespace plumb {

Value step_number(Graph& graph) {
  const Value done = graph.state("optimizer/step", {}, 0, Type::s32);
  const Value step = done + graph.constant(1, Type::s32);
  const auto counted = [&](const Update& update) { return update.state == done; };
  if (std::none_of(graph.updates.begin(), graph.updates.end(), counted)) graph.update(done, step);
  return cast(step, Type::f32);
}

}  // namespace plumb
