#include "plumb/onnx/graph_writer.h"

#include <algorithm>
#include <set>

#include "plumb/core/error.h"
#include "plumb/graph/operators.h"

namespace plumb::onnx {
namespace {

/// The state leaf that holds all parameters; a parameter is a view into it.
bool is_leaf(const Node& node, std::string_view kind) { return node.op->name == kind; }

/// What outputs need: node ids, stopping at parameters, which are stored whole.
std::set<int> reachable(const Values& outputs, const std::map<int, const Parameter*>& parameters) {
  std::set<int> found;
  std::vector<Value> open = outputs;
  while (!open.empty()) {
    const Value value = open.back();
    open.pop_back();
    if (!found.insert(value.id()).second || parameters.contains(value.id())) continue;
    open.insert(open.end(), value.node().in.begin(), value.node().in.end());
  }
  return found;
}

class Writer : public OnnxForm {
 public:
  Writer(Model& model, const std::map<int, const Parameter*>& parameters, const std::map<int, const State*>& states,
         const std::map<std::string, std::string>& inputs, const Weights& weights)
      : model_(model), parameters_(parameters), states_(states), inputs_(inputs), weights_(weights) {}

  void write(const Node& node) {
    node_ = &node;
    const int id = node.self.id();
    if (const auto parameter = parameters_.find(id); parameter != parameters_.end())
      names_[node.self] = store(parameter->second->name, node.shape(), weights_.parameter(*parameter->second));
    else if (const auto state = states_.find(id); state != states_.end())
      names_[node.self] = store(state->second->name, node.shape(), weights_.state(*state->second));
    else if (is_leaf(node, "input"))
      names_[node.self] = fed(node.options.as<Leaf>().name);
    else if (node.op->onnx)
      node.op->onnx(node, *this);
    else
      throw Error("onnx: the operator `{}` has no ONNX form; leave out the layer `{}`, or export to a bundle",
                  node.op->name, node.scope);
  }
  const std::string& name(Value value) const {
    const auto found = names_.find(value);
    if (found == names_.end()) throw Bug("onnx: a value is read before it is written: " + value.node().op->name);
    return found->second;
  }

  std::string input(size_t i) const override {
    const Value value = node_->in.at(i);
    return broadcasts(i) ? unexpanded(value) : name(value);
  }
  std::string op(const std::string& type, const std::vector<std::string>& inputs,
                 const std::vector<OnnxAttribute>& attributes, const std::string& domain) override {
    return model_.op(type, inputs, attributes, domain);
  }
  std::string floats(const Shape& shape, const std::vector<float>& values) override {
    return model_.store({.element = Element::f32, .shape = shape, .floats = values});
  }
  std::string ints(const std::vector<int64_t>& values) override {
    return model_.store({.element = Element::s64, .shape = {static_cast<int64_t>(values.size())}, .ints = values});
  }
  std::string scalar(float value) override { return floats({}, {value}); }
  void result(const std::string& name) override { names_[node_->self] = name; }

 private:
  std::string store(const std::string& name, const Shape& shape, std::span<const float> values) {
    if (static_cast<int64_t>(values.size()) != count(shape))
      throw Bug(fmt::format("onnx: {} has {} numbers for the shape {}", name, values.size(), shape));
    return model_.store(
        {.name = name, .element = Element::f32, .shape = shape, .floats = {values.begin(), values.end()}});
  }
  std::string fed(const std::string& input) const {
    const auto found = inputs_.find(input);
    if (found == inputs_.end()) throw Bug("onnx: nothing was given for the input " + input);
    return found->second;
  }

  /// ONNX broadcasts by itself: an operand that was only repeated to the others' shape is given as it was before.
  bool broadcasts(size_t i) const {
    const auto is_expanded = [](Value value) {
      return value.node().op->name == "expand" && !value.node().options.as<Over>().mean;
    };
    if (!node_->op->pointwise || !is_expanded(node_->in[i])) return false;
    return std::any_of(node_->in.begin(), node_->in.end(),
                       [&](Value other) { return other.shape() == node_->shape() && !is_expanded(other); });
  }
  std::string unexpanded(Value value) const {
    const Value small = value.node().in.at(0);
    const auto& over = value.node().options.as<Over>().axes;
    if (small.rank() == 0) return name(small);
    const std::vector<int64_t> axes(over.begin(), over.end());
    const auto stored =
        model_.store({.element = Element::s64, .shape = {static_cast<int64_t>(axes.size())}, .ints = axes});
    return model_.op("Unsqueeze", {name(small), stored});
  }

  Model& model_;
  const std::map<int, const Parameter*>& parameters_;
  const std::map<int, const State*>& states_;
  const std::map<std::string, std::string>& inputs_;
  const Weights& weights_;
  const Node* node_ = nullptr;
  std::map<Value, std::string> names_;
};

}  // namespace

std::vector<std::string> write_graph(const Graph& graph, const Values& outputs,
                                     const std::map<std::string, std::string>& inputs, const Weights& weights,
                                     Model& model) {
  std::map<int, const Parameter*> parameters;
  std::map<int, const State*> states;
  for (const Parameter& parameter : graph.parameters) parameters[parameter.value.id()] = &parameter;
  for (const State& state : graph.states) states[state.value.id()] = &state;
  const std::set<int> wanted = reachable(outputs, parameters);

  const auto needs_decomposing = [&](int id) {
    const Operator& op = *graph.node(id).op;
    return !op.onnx && op.decompose && !parameters.contains(id);
  };
  if (std::any_of(wanted.begin(), wanted.end(), needs_decomposing)) {
    const Rebuilt rebuilt = decomposed(graph, [](const Node& node) { return node.op->onnx != nullptr; });
    Values moved;
    for (const Value output : outputs) moved.push_back(rebuilt(output));
    return write_graph(*rebuilt.graph, moved, inputs, weights, model);
  }

  Writer writer(model, parameters, states, inputs, weights);
  for (const int id : wanted)  // ids grow from inputs to outputs
    writer.write(graph.node(id));
  std::vector<std::string> names;
  for (const Value output : outputs) names.push_back(writer.name(output));
  return names;
}

}  // namespace plumb::onnx
