#include "plumb/train/step_graph.h"

#include <algorithm>

#include "plumb/graph/lazy_rows.h"
#include "plumb/graph/operators.h"
#include "plumb/train/losses/binary_crossentropy.h"
#include "plumb/train/losses/corn.h"
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

Value add_target(Graph& graph, const TargetSpec& target, const std::string& whose = "") {
  return graph.input(whose + "target/" + target.name, with_rows(target.row_shape()), target.type());
}

bool is_frozen(const Scope& scope, const Parameter& parameter) {
  const auto factor = scope.rate_factors.find(parameter.name);
  return !parameter.trainable || (factor != scope.rate_factors.end() && factor->second == 0);
}

/// What no gradient may change gets the gradient 0.
Value flat_gradient(const Scope& scope, Value loss) {
  Graph& graph = scope.graph;
  Values learned;
  for (const Parameter& parameter : graph.parameters)
    if (!is_frozen(scope, parameter))
      learned.push_back(scope.flat ? unpack(scope.flat, parameter.offset, parameter.value.shape()) : parameter.value);
  require(!learned.empty(),
          "the network has nothing to learn; add a layer with weights, like `dense`, that is not `trainable: false`");
  const Values by_learned = gradients(loss, learned);
  Values parts;
  auto next = by_learned.begin();
  for (const Parameter& parameter : graph.parameters)
    parts.push_back(is_frozen(scope, parameter) ? expand(graph.constant(0), parameter.value, {}) : *next++);
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

/// Where this update may change the flat buffer; empty: everywhere. Of several batches whatever one of them may.
Value changeable_by(Graph& graph, Value by_batch, StepPart part) {
  if (!by_batch || part == StepPart::whole) return by_batch;
  const Value so_far = graph.state("changeable", graph.flat().shape());
  const Value all = maximum(so_far, by_batch);
  graph.update(so_far, part == StepPart::sum_gradients ? all : expand(graph.constant(0), so_far, {}));
  return all;
}

/// Adds the optimizer. What may not change keeps its value: weights, and moments beside them.
void build_optimizer(Graph& graph, const Optimizer& optimizer, Value gradient, Value rate, Value changeable) {
  const size_t others = graph.updates.size();
  optimizer.build(graph, gradient, rate);
  if (!changeable) return;
  for (size_t i = others; i < graph.updates.size(); ++i) {
    auto& [state, next] = graph.updates[i];
    if (state.shape() == graph.flat().shape()) next = select(changeable, next, state);
  }
}

}  // namespace

Loss loss_for(const TargetSpec& target, const Shape& output) {
  if (target.is_set()) return BinaryCrossentropy{};
  if (target.is_number()) return MeanSquaredError{};
  if (target.choice == Choice::ordered) return Corn{};
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
    const auto weight = options.loss_weights.find(target.name);
    const Loss* asked = options.loss_of(target.name);
    Loss loss = asked ? *asked : loss_for(target, output->second.shape());
    chosen.push_back({.target = target,
                      .loss = std::move(loss),
                      .weight = weight == options.loss_weights.end() ? 1 : weight->second,
                      .weighted = row_weights || (target.is_class() && !options.class_weights.empty())});
  }
  return chosen;
}

namespace {

/// Targets and weights of rows as inputs of the graph; of the rows that they were mixed with, too.
void add_targets(Graph& graph, const std::vector<TargetLoss>& losses, bool mixes, StepGraph& made) {
  for (const TargetLoss& loss : losses) {
    const auto weight = [&](const std::string& whose) {
      return loss.weighted ? graph.input(whose + "weight/" + loss.target.name, {traced_rows}) : Value();
    };
    made.targets.push_back(add_target(graph, loss.target));
    made.weights.push_back(weight(""));
    if (!mixes) continue;
    made.other_targets.push_back(add_target(graph, loss.target, "other/"));
    made.other_weights.push_back(weight("other/"));
  }
  if (mixes) made.own = graph.input("own_share", {traced_rows});
}

/// The loss of a batch at the weights that the scope reads. Targets and weights of rows become inputs the first time.
Value loss_of_batch(const Network& network, const std::vector<TargetLoss>& losses, Scope& scope,
                    const std::map<std::string, Value>& fed, StepPart part, bool mixes, StepGraph& made) {
  Graph& graph = scope.graph;
  const bool first = made.targets.empty();
  const auto outputs = network.build(scope, fed);
  graph.scope = "loss";
  if (first) {
    made.inverse_count = graph.input("inverse_count", {}, Type::f32, false);
    add_targets(graph, losses, mixes, made);
  }
  Value sum;
  for (size_t i = 0; i < losses.size(); ++i) {
    const TargetLoss& loss = losses[i];
    const auto weighted = [&](const Values& targets, const Values& weights) {
      const Value rows = trained_loss(loss.loss, {.prediction = outputs.at(loss.target.name), .target = targets[i]});
      return loss.weighted ? rows * weights[i] : rows;
    };
    Value rows = weighted(made.targets, made.weights);
    if (mixes)
      rows = rows * made.own + weighted(made.other_targets, made.other_weights) * (graph.constant(1) - made.own);
    Value term = reduce(rows, {}) * made.inverse_count;
    if (loss.weight != 1) term = term * loss.weight;
    sum = sum ? sum + term : term;
  }
  for (const Value penalty : scope.row_penalties) sum = sum + penalty * made.inverse_count;
  if (part != StepPart::sum_gradients)
    for (const Value penalty : scope.penalties) sum = sum + penalty;
  return sum;
}

}  // namespace

StepGraph step_graph(const Network& network, const std::vector<TargetLoss>& losses, const TrainOptions& options,
                     uint64_t seed, StepPart part, bool mixes) {
  StepGraph made{.graph = std::make_unique<Graph>(), .scope = nullptr};
  Graph& graph = *made.graph;
  const auto seed_of_masks = static_cast<uint32_t>(seed ^ (seed >> 32));
  made.scope = std::make_unique<Scope>(graph, true, seed_of_masks);
  const auto fed = add_inputs(network, graph, made.inputs);
  made.loss = loss_of_batch(network, losses, *made.scope, fed, part, mixes, made);
  const Value by_batch = changeable(graph);
  Value gradient = flat_gradient(*made.scope, made.loss);
  graph.seal();
  if (options.optimizer.looks_ahead()) {
    require(part == StepPart::whole,
            "train.accumulate: {} takes two gradients of the same rows, so an update is one batch; write a larger "
            "`batch_size`",
            options.optimizer.name());
    Scope there(graph, true, seed_of_masks);  // the same masks
    there.flat = options.optimizer.look_ahead(graph, gradient);
    there.updates = false;
    gradient = flat_gradient(there, loss_of_batch(network, losses, there, fed, part, mixes, made));
  }
  graph.scope = "optimizer";
  if (part != StepPart::whole) {
    const Value so_far = graph.state("gradient_sum", graph.flat().shape());
    gradient = so_far + gradient;
    graph.update(so_far, part == StepPart::sum_gradients ? gradient : expand(graph.constant(0), so_far, {}));
  }
  const Value may_change = changeable_by(graph, by_batch, part);
  if (part != StepPart::sum_gradients) {
    made.rate = graph.input("learning_rate", {}, Type::f32, false);
    build_optimizer(graph, options.optimizer, clipped(gradient, options), made.rate, may_change);
    made.factors = finish_updates(graph, *made.scope, options);
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
