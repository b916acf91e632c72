#include "bench/support/work.h"

#include <algorithm>
#include <map>

namespace plumb::bench {

int64_t multiply_adds(const Graph& graph, const Values& ends, int64_t rows) {
  const auto counted = [](const Node& node) { return node.op->multiply_adds != nullptr; };
  const Rebuilt simple = decomposed(graph, counted);
  const Rebuilt sized = rebuild(*simple.graph, rows);
  Values found;
  for (const Value& end : ends) found.push_back(sized(simple(end)));
  const std::vector<bool> counts = needed(*sized.graph, found);
  int64_t sum = 0;
  for (int id = 0; id < sized.graph->size(); ++id)
    if (counts[static_cast<size_t>(id)]) sum += plumb::multiply_adds(sized.graph->node(id));
  return sum;
}

int64_t touched_weights(const Graph& graph, int64_t rows, bool (*takes_rows)(const Node&)) {
  std::map<Value, int64_t> taken;
  for (int id = 0; id < graph.size(); ++id) {
    const Node& n = graph.node(id);
    if (takes_rows(n)) taken[n.in[0]] += rows * count(n.shape()) / n.shape()[0];
  }
  int64_t sum = 0;
  for (const Parameter& parameter : graph.parameters) {
    const auto found = taken.find(parameter.value);
    const int64_t all = count(parameter.value.shape());
    sum += found == taken.end() ? all : std::min(all, found->second);
  }
  return sum;
}

}  // namespace plumb::bench
