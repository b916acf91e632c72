#include "plumb/train/step_updates.h"

#include <algorithm>

#include "plumb/graph/operators.h"

namespace plumb {
namespace {

Update* update_of(Graph& graph, Value state) {
  for (Update& update : graph.updates)
    if (update.state == state) return &update;
  return nullptr;
}

/// The state of the weights to answer with, or an empty value.
Value answer_of(const Graph& graph) {
  for (const State& state : graph.states)
    if (state.name == answer_weights) return state.value;
  return {};
}

FedFactors fed_factors(Graph& graph, const TrainOptions& options) {
  FedFactors fed;
  const auto sets = [](const Callback& callback) { return callback.sets_rate_factors(); };
  if (std::none_of(options.callbacks.begin(), options.callbacks.end(), sets)) return fed;
  for (const Parameter& parameter : graph.parameters) {
    const std::string layer = layer_of(parameter.name);
    if (!fed.by_layer.contains(layer)) fed.by_layer[layer] = graph.input("rate_factor/" + layer, {}, Type::f32, false);
  }
  return fed;
}

void scale_updates(Graph& graph, const Scope& scope, const TrainOptions& options, const FedFactors& fed) {
  if (scope.rate_factors.empty() && fed.by_layer.empty()) return;
  Values parts;
  for (const Parameter& parameter : graph.parameters) {
    const auto found = scope.rate_factors.find(parameter.name);
    const double factor = found == scope.rate_factors.end() ? 1 : found->second;
    if (factor != 0 && factor != 1 && !options.optimizer.rate_is_a_factor())
      throw Error(
          "rate_factor of {}: the steps of {} are not proportional to its rate; take another optimizer, or "
          "`trainable: false`",
          parameter.name, options.optimizer.name());
    Value each = graph.constant(factor);
    if (!fed.by_layer.empty()) each = each * fed.by_layer.at(layer_of(parameter.name));
    parts.push_back(expand(each, parameter.value, {}));
  }
  const Value p = graph.flat(), factors = pack(parts, p);
  Update& weights = *update_of(graph, p);
  weights.next = p + factors * (weights.next - p);
  if (const Value answer = answer_of(graph)) {  // what does not learn answers as it is
    Update& update = *update_of(graph, answer);
    update.next = select(positive(factors), update.next, p);
  }
}

void constrain(Graph& graph, const Scope& scope) {
  if (scope.constraints.empty()) return;
  Update& weights = *update_of(graph, graph.flat());
  Values parts;
  for (const Parameter& parameter : graph.parameters) {
    const Value next = unpack(weights.next, parameter.offset, parameter.value.shape());
    const auto found = scope.constraints.find(parameter.name);
    parts.push_back(found == scope.constraints.end() ? next : found->second.constrained(next));
  }
  weights.next = pack(parts, graph.flat());
}

}  // namespace

std::string layer_of(const std::string& parameter) { return parameter.substr(0, parameter.find('/')); }

Value next_weights(Graph& graph) { return update_of(graph, graph.flat())->next; }

void set_next_weights(Graph& graph, Value next) { update_of(graph, graph.flat())->next = next; }

FedFactors finish_updates(Graph& graph, const Scope& scope, const TrainOptions& options) {
  FedFactors fed = fed_factors(graph, options);
  scale_updates(graph, scope, options, fed);
  constrain(graph, scope);
  for (const Callback& callback : options.callbacks) callback.build(graph);
  return fed;
}

}  // namespace plumb
