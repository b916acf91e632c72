#include <algorithm>

#include "plumb/graph/graph.h"

namespace plumb {

/// Copies a graph node by node into a fresh one.
struct Copier {
  const Graph& from;
  int64_t rows;
  Rebuilt to = {.graph = std::make_unique<Graph>()};

  Values moved(const Values& values) const {
    Values all;
    for (const Value v : values) all.push_back(to(v));
    return all;
  }

  Values copy(const Node& node) {
    Graph& graph = *to.graph;
    graph.scope = node.scope;
    if (!node.in.empty()) return apply_all(*node.op, moved(node.in), node.options);
    auto results = node.results;
    if (rows > 0 && node.op->name == "input" && node.options.as<Leaf>().batched) results[0].shape[0] = rows;
    return {graph.add(*node.op, {}, node.options, std::move(results))};
  }

  void copy_lists() {
    Graph& graph = *to.graph;
    graph.scope = from.scope;
    graph.parameters = from.parameters;
    for (Parameter& p : graph.parameters) p.value = to(p.value);
    graph.states = from.states;
    for (State& s : graph.states) s.value = to(s.value);
    for (const auto& [state, next] : from.updates) graph.updates.push_back({to(state), to(next)});
    graph.sealed_ = from.sealed_;
  }

  void run(const std::function<Value(Value)>& replace) {
    to.graph->tables_ = from.tables_;
    for (int id = 0; id < from.size(); ++id) {
      const Node& node = from.node(id);
      const Values copies = copy(node);
      for (size_t i = 0; i < copies.size(); ++i) {
        const Value better = replace ? replace(copies[i]) : Value();
        to.moved[Value(&node.self.graph(), id, static_cast<int>(i))] = better ? better : copies[i];
      }
    }
    copy_lists();
  }
};

Rebuilt rebuild(const Graph& graph, int64_t rows, const std::function<Value(Value)>& replace) {
  Copier copier{.from = graph, .rows = rows};
  copier.run(replace);
  return std::move(copier.to);
}

namespace {

/// Writes values in primitives; what it returned once is primitive all the way down.
struct Decomposer {
  const std::function<bool(const Node&)>& keep;
  std::map<Value, Value> done = {};

  Value operator()(Value v) {
    if (const auto found = done.find(v); found != done.end()) return found->second;
    const Node& node = v.node();
    Values in;
    for (const Value input : node.in) in.push_back((*this)(input));
    Value result = in == node.in ? v : apply_all(*node.op, in, node.options).at(static_cast<size_t>(v.index()));
    if (const Node& n = result.node(); n.op->decompose && !(keep && keep(n))) result = (*this)(n.op->decompose(n));
    done[v] = done[result] = result;
    return result;
  }
};

}  // namespace

Rebuilt decomposed(const Graph& graph, const std::function<bool(const Node&)>& keep) {
  return rebuild(graph, 0, Decomposer{keep});
}

}  // namespace plumb
