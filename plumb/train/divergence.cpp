#include "plumb/train/divergence.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "plumb/engine/weights.h"
#include "plumb/graph/operators.h"

namespace plumb {
namespace {

constexpr double explosion = 1e6;

/// The first element that is no number, or the size.
size_t first_bad(const float* values, size_t size) {
  size_t i = 0;
  while (i < size && std::isfinite(values[i])) ++i;
  return i;
}

/// `data` holds `rows` rows; `number` says which train rows they are.
template <class Number>
std::string bad_row(const TensorRows& tensor, const void* data, size_t rows, const Number& number) {
  if (tensor.type != Type::f32) return "";
  const auto* values = static_cast<const float*>(data);
  const auto width = static_cast<size_t>(count(tensor.row_shape));
  const size_t at = first_bad(values, width * rows);
  if (at == width * rows) return "";
  return fmt::format("\"{}\" holds {} in train row {}, so the data are the cause", tensor.name, values[at],
                     number(at / width) + 1);
}

std::string bad_row_of_batch(const Batches& batches) {
  std::string bad;
  for (size_t t = 0; t < batches.tensors().size() && bad.empty(); ++t)
    bad = bad_row(batches.tensors()[t], batches.data(t), batches.chosen().size(),
                  [&](size_t row) { return batches.chosen()[row]; });
  return bad;
}

/// The last value of each layer that holds numbers, in the order of the layers.
std::vector<std::pair<std::string, Value>> outputs_of_layers(Graph& graph) {
  std::vector<std::pair<std::string, Value>> outputs;
  for (int id = 0; id < graph.size(); ++id) {
    const Node& node = graph.node(id);
    if (node.in.empty() || node.scope.empty() || node.type() != Type::f32) continue;
    const auto known =
        std::find_if(outputs.begin(), outputs.end(), [&](const auto& one) { return one.first == node.scope; });
    if (known == outputs.end())
      outputs.emplace_back(node.scope, node.self);
    else
      known->second = node.self;
  }
  return outputs;
}

/// What a table's rows that were not looked up keep is seen from outside, so that the engine still passes them over
/// (graph/lazy_rows.h).
Value held(Value good, Value state, Value next) {
  const Node& n = next.node();
  if (n.op->name == "select" && n.in[2] == state) return select(n.in[0], held(good, state, n.in[1]), state);
  return select(expand(good, state, {}), next, state);
}

}  // namespace

double loss_limit(double first_loss) {
  return std::min<double>(std::numeric_limits<float>::max(), explosion * std::max(1.0, std::abs(first_loss)));
}

bool too_large_to_copy(const TrainSettings& settings, const States& states) {
  const States::Tensor* weights = states.find("parameters");
  return weights && weights->bytes() > settings.largest_copy;
}

bool holds_bad_updates(const TrainOptions& options, const TrainSettings& settings, const States& states) {
  return options.on_nan == OnNan::stop && too_large_to_copy(settings, states);
}

bool diverged(double loss, double first_loss) { return !(std::abs(loss) <= loss_limit(first_loss)); }

Value hold_updates(Graph& graph, Value loss) {
  const Value limit = graph.input("loss_limit", {}, Type::f32, false);
  const Value good = positive(limit - abs(loss));
  for (auto& [state, next] : graph.updates)
    if (state.type() == Type::f32) next = held(good, state, next);
  return limit;
}

std::string bad_row_of(const std::vector<TensorRows>& tensors) {
  std::string bad;
  for (size_t t = 0; t < tensors.size() && bad.empty(); ++t)
    if (tensors[t].data)
      bad = bad_row(tensors[t], tensors[t].data.get(), static_cast<size_t>(tensors[t].rows),
                    [](size_t row) { return row; });
  return bad;
}

std::string bad_weight(const Graph& graph, States& states) {
  const auto weights = weights_of(graph, states);
  const auto is_bad = [&](const std::string& name) {
    const TensorBytes& tensor = weights.at(name);
    const auto size = tensor.bytes.size() / sizeof(float);
    return first_bad(reinterpret_cast<const float*>(tensor.bytes.data()), size) < size;
  };
  for (auto parameter = graph.parameters.rbegin(); parameter != graph.parameters.rend(); ++parameter)
    if (is_bad(parameter->name)) return parameter->name;
  for (const State& state : graph.states)
    if (is_bad(state.name)) return state.name;
  return "";
}

void GoodState::take(const Standing& standing, const States& states) {
  standing_ = standing;
  for (const auto& [name, tensor] : states.all) {
    States::Tensor& copy = tensors_[name];
    if (copy.data && copy.bytes() == tensor.bytes())
      std::memcpy(copy.data.get(), tensor.data.get(), tensor.bytes());
    else
      copy = copy_of(tensor);
  }
}

bool GoodState::restore(Standing& standing, States& states) const {
  if (tensors_.empty()) return false;
  standing = standing_;
  // What was made after the copy was taken (moments of the first update) began with zeros.
  for (auto& [name, tensor] : states.all) {
    const auto copy = tensors_.find(name);
    if (copy == tensors_.end())
      std::memset(tensor.data.get(), 0, tensor.bytes());
    else
      std::memcpy(tensor.data.get(), copy->second.data.get(), tensor.bytes());
  }
  return true;
}

LayerOutputs look_at_layers(const Network& network, const TrainSettings& settings, Precision precision,
                            const Batches& batches, int32_t draw, States& states) {
  if (std::string input = bad_row_of_batch(batches); !input.empty()) return {.bad = input};
  Graph graph;
  Scope scope(graph, true, static_cast<uint32_t>(settings.seed ^ (settings.seed >> 32)));
  Values inputs;
  std::map<std::string, Value> fed;
  for (const InputSpec& spec : network.inputs) {
    Shape shape{2};
    shape.insert(shape.end(), spec.shape.begin(), spec.shape.end());
    inputs.push_back(fed[spec.name] = graph.input(spec.name, shape, spec.type));
  }
  network.build(scope, fed);
  graph.seal();
  const auto layers = outputs_of_layers(graph);
  Values outputs;
  for (const auto& [name, value] : layers) outputs.push_back(value);
  const auto rows = static_cast<int64_t>(batches.chosen().size());
  const auto plan = make_executor(settings.device, graph, outputs, rows, states,
                                  {.threads = settings.threads, .precision = precision});
  for (size_t i = 0; i < inputs.size(); ++i) plan->bind(inputs[i], batches.data(i));
  alignas(64) const int32_t held = draw;
  if (const Value step = graph.find_input("step")) plan->bind(step, &held);
  plan->run();
  const Rebuilt planned = rebuild(graph, rows);  // the shapes for this number of rows
  float largest = 0;
  std::string whose;
  for (const auto& [name, value] : layers) {
    const auto* numbers = static_cast<const float*>(plan->data(value));
    const auto size = static_cast<size_t>(count(planned(value).shape()));
    const size_t at = first_bad(numbers, size);
    if (at < size)
      return {.bad = fmt::format("the first layer with a bad output is {} ({}{})", name, numbers[at],
                                 largest > 0 ? fmt::format("; the outputs before it reach {:.3g}", largest) : "")};
    for (size_t i = 0; i < size; ++i)
      if (std::abs(numbers[i]) > largest || whose.empty()) largest = std::abs(numbers[i]), whose = name;
  }
  return {.largest = fmt::format("{:.3g}, of {}", largest, whose)};
}

}  // namespace plumb
