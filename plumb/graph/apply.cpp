#include <memory>

#include "plumb/graph/graph.h"
#include "plumb/graph/operators.h"

namespace plumb {
namespace {

std::map<std::string, std::unique_ptr<Operator>, std::less<>>& operators() {
  static std::map<std::string, std::unique_ptr<Operator>, std::less<>> all;
  return all;
}

std::vector<TensorType> infer(const Node& node) {
  if (node.op->results) return node.op->results(node);
  const Type type = node.op->type ? node.op->type(node) : node.in.at(0).type();
  return {{node.op->shape(node), type}};
}

/// A pointwise operator on the same constant everywhere is a constant everywhere.
Value fold(const Node& node) {
  if (!node.op->number) return {};
  std::vector<double> numbers;
  Value widest = node.in[0];
  for (const Value v : node.in) {
    const auto number = uniform_constant(v);
    if (!number) return {};
    numbers.push_back(*number);
    if (v.rank() > widest.rank()) widest = v;
  }
  const Value folded = widest.graph().constant(node.op->number(node, numbers.data()), node.type());
  return widest.rank() == 0 ? folded : expand(folded, widest.node().in[1], {});
}

}  // namespace

const Operator& define(Operator op) {
  auto& place = operators()[op.name];
  if (place) throw Bug("operator " + op.name + " is defined twice");
  place = std::make_unique<Operator>(std::move(op));
  return *place;
}

const Operator& find_operator(std::string_view name) {
  const auto found = operators().find(name);
  require(found != operators().end(), "there is no operator named `{}`", name);
  return *found->second;
}

std::vector<const Operator*> all_operators() {
  std::vector<const Operator*> all;
  for (const auto& [name, op] : operators()) all.push_back(op.get());
  return all;
}

std::optional<double> uniform_constant(Value v) {
  const Node& node = v.node();
  if (node.op->name == "constant") return node.options.as<Number>().value;
  if (node.op->name == "expand" && !node.options.as<Over>().mean) return uniform_constant(node.in[0]);
  return {};
}

Values apply_all(const Operator& op, Values inputs, Options options) {
  for (const Value v : inputs)
    if (!v) throw Bug(op.name + ": an input is missing");
  if (inputs.empty()) throw Bug(op.name + " has no inputs; leaves are made by the graph");
  Graph& graph = inputs[0].graph();
  Node node{.op = &op, .in = std::move(inputs), .options = std::move(options)};
  try {
    node.results = infer(node);
  } catch (const Error& error) {
    if (graph.scope.empty()) throw;
    throw Error(graph.scope + ": " + error.what(), error.kind());
  }
  Value better = fold(node);
  if (!better && op.simplify) better = op.simplify(node);
  if (better) return {better};
  const size_t results = node.results.size();
  const Value first = graph.add(op, std::move(node.in), std::move(node.options), std::move(node.results));
  Values all;
  for (size_t i = 0; i < results; ++i) all.emplace_back(&graph, first.id(), static_cast<int>(i));
  return all;
}

Value apply(const Operator& op, Values inputs, Options options) {
  return apply_all(op, std::move(inputs), std::move(options))[0];
}

}  // namespace plumb
