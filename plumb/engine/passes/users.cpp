// Who reads each value, and which values are made by their readers.
#include <algorithm>

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

Values in_memory(Value v) {
  if (!is_source(v.node())) return {v};
  if (const Value number = uniform(v)) return {number};
  return v.node().reads();
}

std::vector<int> chain_reads(const Graph& graph, const std::vector<int>& nodes) {
  std::vector<int> all;
  const auto read = [&](Value v) {
    for (const Value x : in_memory(v)) all.push_back(x.id());
  };
  for (const int id : nodes) {
    const Node& node = graph.node(id);
    if (is_source(node)) {  // wanted in memory
      read(node.self);
      continue;
    }
    for (const Value v : node.reads())
      if (is_source(v.node()) || !std::binary_search(nodes.begin(), nodes.end(), v.id())) read(v);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace plumb::engine
