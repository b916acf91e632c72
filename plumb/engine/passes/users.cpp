// Who reads each value, and which values are made by their readers.
#include "plumb/engine/passes/passes.h"

namespace plumb::engine {

Users find_users(const Graph& graph, const std::vector<bool>& live, const Values& roots) {
  const auto size = static_cast<size_t>(graph.size());
  Users users{.graph = &graph, .of = std::vector<std::vector<int>>(size), .root = std::vector<bool>(size)};
  for (int id = 0; id < graph.size(); ++id) {
    if (!live[static_cast<size_t>(id)]) continue;
    for (const Value v : graph.node(id).reads()) {
      auto& readers = users.of[static_cast<size_t>(v.id())];
      if (readers.empty() || readers.back() != id) readers.push_back(id);
    }
  }
  for (const Value v : roots) users.root[static_cast<size_t>(v.id())] = true;
  return users;
}

bool is_source(const Node& node) { return node.op->source && !node.in.empty(); }

Value uniform(Value v) {
  while (v.node().op->name == "expand") v = v.node().in[0];
  return count(v.shape()) == 1 && !is_source(v.node()) ? v : Value();
}

}  // namespace plumb::engine
