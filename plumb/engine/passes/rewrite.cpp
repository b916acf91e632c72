// The user's graph made ready: rows set, composites without a kernel written in primitives, rewrites applied.
#include "plumb/engine/passes/passes.h"

namespace plumb::engine {

Values Prepared::roots() const {
  Values all = outputs;
  for (const auto& [state, next] : updates) {
    all.push_back(state);
    all.push_back(next);
  }
  return all;
}

static Value rewritten(Value v) {
  for (const Rewrite rewrite : all_rewrites())
    if (const Value better = rewrite(v)) return better;
  return {};
}

Prepared prepare_graph(const Graph& graph, const Values& outputs, int64_t rows, const EngineSettings& settings) {
  const Rebuilt batched = rebuild(graph, rows);
  const Rebuilt primitive =
      decomposed(*batched.graph, [](const Node& n) { return find_kernel(n.op->name) != nullptr; });
  Rebuilt better = rebuild(*primitive.graph, 0, rewritten);
  Prepared prepared;
  for (const auto& [old, at] : batched.moved) prepared.moved[old] = better(primitive(at));
  for (const Value output : outputs) prepared.outputs.push_back(prepared.moved.at(output));
  prepared.graph = std::move(better.graph);
  if (settings.updates) prepared.updates = prepared.graph->updates;
  narrow(prepared);
  if (settings.precision == Precision::bf16) take_bf16_products(prepared);
  prepared.live = needed(*prepared.graph, prepared.roots());
  return prepared;
}

}  // namespace plumb::engine
