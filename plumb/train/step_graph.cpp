#include "plumb/train/step_graph.h"

#include <algorithm>

#include "plumb/graph/operators.h"
#include "plumb/train/losses/binary_crossentropy.h"
#include "plumb/train/losses/mean_squared_error.h"
#include "plumb/train/losses/sparse_categorical_crossentropy.h"
#include "plumb/train/member_loss.h"

namespace plumb {
namespace {

constexpr int64_t traced_rows = 2;  // plans are made for any other number

Shape with_rows(const Shape& row) {
  Shape shape{traced_rows};
  shape.insert(shape.end(), row.begin(), row.end());
  return shape;
}

std::map<std::string, Value> add_inputs(const Network& network, Graph& graph, Values& inputs) {
  std::map<std::string, Value> fed;
  for (const InputSpec& spec : network.inputs)
    inputs.push_back(fed[spec.name] = graph.input(spec.name, with_rows(spec.shape), spec.type));
  return fed;
}

Value add_target(Graph& graph, const TargetSpec& target) {
  const std::string name = "target/" + target.name;
  return target.is_class() ? graph.input(name, {traced_rows}, Type::s32)
                           : graph.input(name, {traced_rows, target.width});
}

/// What no gradient may change gets the gradient 0.
Value flat_gradient(Graph& graph, Value loss) {
  Values all;
  for (const Parameter& parameter : graph.parameters) all.push_back(parameter.value);
  require(!all.empty(), "the network has nothing to learn; add a layer with weights, like `dense`");
  Values parts = gradients(loss, all);
  for (size_t i = 0; i < parts.size(); ++i)
    if (!graph.parameters[i].trainable) parts[i] = expand(graph.constant(0), parts[i], {});
  return pack(parts, graph.flat());
}

Value clipped(Value gradient, const TrainOptions& options) {
  Graph& graph = gradient.graph();
  if (options.clip_value)
    gradient = minimum(maximum(gradient, graph.constant(-*options.clip_value)), graph.constant(*options.clip_value));
  if (options.clip_norm) {
    const Value norm = sqrt(reduce(square(gradient), {}));
    gradient = gradient * minimum(graph.constant(1), graph.constant(*options.clip_norm) / (norm + 1e-6));
  }
  return gradient;
}

}  // namespace

Loss loss_for(const TargetSpec& target, const Shape& output) {
  if (!target.is_class()) return MeanSquaredError{};
  if (output.back() == 1 && target.labels.size() == 2) return BinaryCrossentropy{};
  return SparseCategoricalCrossentropy{};
}

std::vector<TargetLoss> losses_for(const Network& network, const std::vector<TrainTarget>& targets,
                                   const TrainOptions& options, bool row_weights) {
  const TracedNetwork traced = trace(network);
  std::vector<std::string> names;
  for (const TrainTarget& target : targets) names.push_back(target.spec.name);
  const auto check = [&](const auto& by_target, const char* option) {
    for (const auto& [name, value] : by_target)
      if (std::find(names.begin(), names.end(), name) == names.end())
        throw Error("train.{}: there is no target \"{}\"{}; targets: {}", option, name, did_you_mean(name, names),
                    join(names));
  };
  check(options.losses, "losses");
  check(options.loss_weights, "loss_weights");
  std::vector<TargetLoss> chosen;
  for (const auto& [target, original] : targets) {
    const auto output = traced.outputs.find(target.name);
    require(output != traced.outputs.end(), "the network has no output \"{}\" for the target of that name",
            target.name);
    const auto own = options.losses.find(target.name);
    const auto weight = options.loss_weights.find(target.name);
    Loss loss = own != options.losses.end() ? own->second
                : options.loss.chosen       ? *options.loss.chosen
                                            : loss_for(target, output->second.shape());
    chosen.push_back({.target = target,
                      .loss = std::move(loss),
                      .weight = weight == options.loss_weights.end() ? 1 : weight->second,
                      .weighted = row_weights || (target.is_class() && !options.class_weights.empty())});
  }
  return chosen;
}

StepGraph step_graph(const Network& network, const std::vector<TargetLoss>& losses, const TrainOptions& options,
                     uint64_t seed, StepPart part) {
  StepGraph made{.graph = std::make_unique<Graph>(), .scope = nullptr};
  Graph& graph = *made.graph;
  made.scope = std::make_unique<Scope>(graph, true, static_cast<uint32_t>(seed ^ (seed >> 32)));
  const auto outputs = network.build(*made.scope, add_inputs(network, graph, made.inputs));
  graph.scope = "loss";
  made.inverse_count = graph.input("inverse_count", {}, Type::f32, false);
  Value sum;
  for (const TargetLoss& loss : losses) {
    made.targets.push_back(add_target(graph, loss.target));
    Value rows = trained_loss(loss.loss, {.prediction = outputs.at(loss.target.name), .target = made.targets.back()});
    made.weights.push_back(loss.weighted ? graph.input("weight/" + loss.target.name, {traced_rows}) : Value());
    if (loss.weighted) rows = rows * made.weights.back();
    Value term = reduce(rows, {}) * made.inverse_count;
    if (loss.weight != 1) term = term * loss.weight;
    sum = sum ? sum + term : term;
  }
  if (part != StepPart::sum_gradients)
    for (const Value penalty : made.scope->penalties) sum = sum + penalty;
  made.loss = sum;
  Value gradient = flat_gradient(graph, sum);
  graph.seal();
  graph.scope = "optimizer";
  if (part != StepPart::whole) {
    const Value so_far = graph.state("gradient_sum", graph.flat().shape());
    gradient = so_far + gradient;
    graph.update(so_far, part == StepPart::sum_gradients ? gradient : expand(graph.constant(0), so_far, {}));
  }
  if (part != StepPart::sum_gradients) {
    made.rate = graph.input("learning_rate", {}, Type::f32, false);
    options.optimizer.build(graph, clipped(gradient, options), made.rate);
  }
  graph.scope.clear();
  made.step = graph.find_input("step");
  return made;
}

ScoreGraph score_graph(const Network& network, const std::vector<TargetLoss>& losses) {
  ScoreGraph made{.graph = std::make_unique<Graph>(), .scope = nullptr};
  made.scope = std::make_unique<Scope>(*made.graph);
  const auto outputs = network.build(*made.scope, add_inputs(network, *made.graph, made.inputs));
  made.graph->scope = "loss";
  for (const TargetLoss& loss : losses) {
    made.targets.push_back(add_target(*made.graph, loss.target));
    made.outputs.push_back(outputs.at(loss.target.name));
    made.losses.push_back(loss.loss.per_row({.prediction = made.outputs.back(), .target = made.targets.back()}));
  }
  made.graph->seal();
  return made;
}

}  // namespace plumb
