// What a run costs, roughly: enough to tell a network that one thread should run alone from one worth sharing out.
#include "plumb/engine/passes/passes.h"

namespace plumb::engine {

int64_t work(const Prepared& prepared) {
  int64_t sum = 0;
  for (int id = 0; id < prepared.graph->size(); ++id) {
    const Node& node = prepared.graph->node(id);
    if (!prepared.live[static_cast<size_t>(id)] || node.in.empty() || node.op->view) continue;
    sum += multiply_adds(node) + 4 * count(node.shape());  // a pass over memory is dear
  }
  return sum;
}

}  // namespace plumb::engine
