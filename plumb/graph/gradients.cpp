#include <algorithm>

#include "plumb/graph/graph.h"
#include "plumb/graph/operators/rules.h"

/// Reverse accumulation: each node's gradient rule turns the derivative by its results into derivatives by its inputs,
/// last node first (Griewank and Walther, "Evaluating Derivatives", 2008, chapter 3).
namespace plumb {
namespace {

using Derivatives = std::map<Value, Value>;  // by value

/// Which of the nodes up to `last` depend on one of `by`.
std::vector<bool> dependent(const Graph& graph, int last, const Values& by) {
  std::vector<bool> depends(static_cast<size_t>(last + 1));
  for (const Value v : by)
    if (v.id() <= last) depends[static_cast<size_t>(v.id())] = true;
  for (int id = 0; id <= last; ++id)
    for (const Value v : graph.node(id).reads())
      if (depends[static_cast<size_t>(v.id())]) depends[static_cast<size_t>(id)] = true;
  return depends;
}

Derivatives pull_back(Graph& graph, Derivatives d, const Values& by, bool stop_at_by);

/// Through the definition in primitives, its inputs taken as independent.
Values gradient_by_definition(const Node& node, Value dy) { return pull_back(node.op->decompose(node), dy, node.in); }

Values gradient_of(const Node& node, const Values& dy) {
  if (node.op->gradient_of_all) return node.op->gradient_of_all(node, dy);
  if (node.op->gradient) return node.op->gradient(node, dy[0]);
  if (node.op->decompose) return gradient_by_definition(node, dy[0]);
  throw Error("{} has no gradient; wrap its result in stop_gradient, or its input", node.op->name);
}

void check(const Node& node, const Values& parts) {
  if (parts.size() != node.in.size())
    throw Bug(fmt::format("{}: {} gradients for {} inputs", node.op->name, parts.size(), node.in.size()));
  for (size_t k = 0; k < parts.size(); ++k)
    if (parts[k] && parts[k].shape() != node.in[k].shape())
      throw Bug(fmt::format("{}: the gradient by input {} is {}, the input {}", node.op->name, k, parts[k].shape(),
                            node.in[k].shape()));
}

/// From the derivatives `d` by some values to those by all they depend on, `by` included.
Derivatives pull_back(Graph& graph, Derivatives d, const Values& by, bool stop_at_by) {
  const int last = d.rbegin()->first.id();
  const std::vector<bool> depends = dependent(graph, last, by);
  const std::string scope = graph.scope;
  for (int id = last; id >= 0; --id) {
    const Node& node = graph.node(id);
    const auto flows = [&](Value v) { return static_cast<bool>(depends[static_cast<size_t>(v.id())]); };
    if (std::none_of(node.in.begin(), node.in.end(), flows)) continue;
    if (stop_at_by && std::any_of(by.begin(), by.end(), [&](Value v) { return v.id() == id; })) continue;
    Values dy;
    bool any = false;
    for (int index = 0; index < static_cast<int>(node.results.size()); ++index) {
      const auto found = d.find(Value(&graph, id, index));
      dy.push_back(found == d.end() ? Value() : found->second);
      any = any || dy.back();
    }
    if (!any) continue;
    graph.scope = node.scope;  // the derivative of a layer belongs to the layer
    const Values parts = gradient_of(node, dy);
    check(node, parts);
    for (size_t k = 0; k < parts.size(); ++k)
      if (parts[k] && flows(node.in[k])) {
        Value& sum = d[node.in[k]];
        sum = sum ? sum + parts[k] : parts[k];
      }
  }
  graph.scope = scope;
  return d;
}

}  // namespace

Values pull_back(Value y, Value dy, const Values& by) {
  const Derivatives d = pull_back(y.graph(), {{y, dy}}, by, true);
  Values parts;
  for (size_t k = 0; k < by.size(); ++k) {
    const auto first = std::find(by.begin(), by.end(), by[k]) - by.begin();
    const auto found = d.find(by[k]);
    parts.push_back(static_cast<size_t>(first) == k && found != d.end() ? found->second : Value());
  }
  return parts;
}

Values gradients(Value loss, const Values& by) {
  require(loss.rank() == 0, "gradients: the loss must be one number, not {}; reduce it first", loss.shape());
  Graph& graph = loss.graph();
  const Derivatives d = pull_back(graph, {{loss, graph.constant(1, loss.type())}}, by, false);
  Values result;
  for (const Value v : by) {
    const auto found = d.find(v);
    result.push_back(found != d.end() ? found->second : expand(graph.constant(0, v.type()), v, {}));
  }
  return result;
}

}  // namespace plumb
