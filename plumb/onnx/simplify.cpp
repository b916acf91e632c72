#include "plumb/onnx/simplify.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "plumb/onnx/operation.h"

namespace plumb::onnx {
namespace {

using Order = std::vector<int64_t>;

const std::set<std::string, std::less<>> pointwise{"Add",  "Sub",  "Mul",     "Div",      "Max", "Min",       "Relu",
                                                   "Abs",  "Neg",  "Exp",     "Log",      "Erf", "LeakyRelu", "Elu",
                                                   "Sqrt", "Tanh", "Sigmoid", "Softplus", "Cast"};

class Simplifier {
 public:
  explicit Simplifier(Model& model) : model_(model) {
    for (size_t i = 0; i < model.initializers.size(); ++i) stored_[model.initializers[i].name] = i;
  }

  void run() {
    fold();
    while (sink_transposes()) fold();
    drop_unused();
  }

 private:
  /// Computes the nodes all of whose inputs are stored.
  void fold() {
    std::vector<NodeProto> kept;
    for (NodeProto& node : model_.nodes) {
      const bool is_known =
          !node.inputs.empty() &&
          std::all_of(node.inputs.begin(), node.inputs.end(), [&](const auto& name) { return stored_.contains(name); });
      if (!is_known || !operations().contains(node.type)) {
        kept.push_back(std::move(node));
        continue;
      }
      Call call{.node = node, .in = {}};
      for (const auto& name : node.inputs) call.in.push_back(&model_.initializers[stored_.at(name)]);
      Tensor result = evaluate(call);
      result.name = node.outputs.at(0);
      add(std::move(result));
    }
    model_.nodes = std::move(kept);
  }

  void add(Tensor tensor) {
    stored_[tensor.name] = model_.initializers.size();
    model_.initializers.push_back(std::move(tensor));
  }

  /// One pass over the nodes: merges a transpose of a transpose, and moves transposes behind pointwise nodes. Whether
  /// anything changed.
  bool sink_transposes() {
    std::vector<NodeProto> nodes;
    transposes_.clear();
    bool changed = false;
    std::map<std::string, std::string> same;  // values that a transpose would leave as they are
    for (NodeProto& node : model_.nodes) {
      for (auto& input : node.inputs)
        if (same.contains(input)) input = same.at(input);
      if (const auto order = order_of(node)) {
        changed |= merge(node, *order, same);
        if (same.contains(node.outputs[0])) continue;
      } else if (auto inner = moved_before(node)) {
        changed = true;
        nodes.push_back(std::move(*inner));
      }
      if (const auto order = order_of(node)) transposes_[node.outputs[0]] = {node.inputs[0], *order};
      nodes.push_back(std::move(node));
    }
    for (ValueInfo& output : model_.outputs)  // an output keeps its name
      if (same.contains(output.name))
        nodes.push_back({.type = "Identity", .inputs = {same.at(output.name)}, .outputs = {output.name}});
    model_.nodes = std::move(nodes);
    return changed;
  }

  static const Order* order_of(const NodeProto& node) {
    if (node.type != "Transpose") return nullptr;
    const OnnxAttribute* order = node.find("perm");
    return order ? std::get_if<Order>(&order->value) : nullptr;
  }

  bool merge(NodeProto& node, Order order, std::map<std::string, std::string>& same) {
    bool changed = false;
    if (const auto before = transposes_.find(node.inputs[0]); before != transposes_.end()) {
      for (int64_t& axis : order) axis = before->second.order.at(static_cast<size_t>(axis));
      node.inputs[0] = before->second.input;
      node.attributes = {{"perm", order}};
      changed = true;
    }
    if (!std::is_sorted(order.begin(), order.end())) return changed;
    same[node.outputs[0]] = node.inputs[0];
    return true;
  }

  /// For a pointwise node of transposed values: the same on the values before, and `node` becomes the transpose behind
  /// it.
  std::optional<NodeProto> moved_before(NodeProto& node) {
    if (!pointwise.contains(node.type)) return {};
    const Transposed* common = nullptr;
    for (const auto& input : node.inputs) {
      const auto found = transposes_.find(input);
      if (found == transposes_.end()) continue;
      if (common && common->order != found->second.order) return {};
      common = &found->second;
    }
    if (!common) return {};
    const Order order = common->order;
    NodeProto inner = node;
    for (auto& input : inner.inputs) {
      if (const auto found = transposes_.find(input); found != transposes_.end())
        input = found->second.input;
      else if (stored_.contains(input) && model_.initializers[stored_.at(input)].shape.size() <= order.size())
        input = turned_back(input, order);
      else
        return {};
    }
    inner.outputs = {model_.fresh(node.type)};
    node = {.type = "Transpose", .inputs = inner.outputs, .outputs = node.outputs, .attributes = {{"perm", order}}};
    return inner;
  }

  /// A stored tensor that is broadcast to transposed values, as it must be for the values before.
  std::string turned_back(const std::string& name, const Order& order) {
    const Tensor& tensor = model_.initializers[stored_.at(name)];
    if (count(tensor.shape) == 1) return name;
    Tensor whole = tensor;
    whole.shape.insert(whole.shape.begin(), order.size() - tensor.shape.size(), 1);
    Order back(order.size());
    for (size_t i = 0; i < order.size(); ++i) back[static_cast<size_t>(order[i])] = static_cast<int64_t>(i);
    const NodeProto turn{.type = "Transpose", .attributes = {{"perm", back}}};
    Tensor result = evaluate({.node = turn, .in = {&whole}});
    result.name = model_.fresh(name);
    add(result);
    return result.name;
  }

  void drop_unused() {
    std::set<std::string> used;
    for (const ValueInfo& output : model_.outputs) used.insert(output.name);
    std::vector<NodeProto> kept;
    for (auto node = model_.nodes.rbegin(); node != model_.nodes.rend(); ++node) {
      if (std::none_of(node->outputs.begin(), node->outputs.end(),
                       [&](const auto& name) { return used.contains(name); }))
        continue;
      used.insert(node->inputs.begin(), node->inputs.end());
      kept.push_back(std::move(*node));
    }
    std::reverse(kept.begin(), kept.end());
    model_.nodes = std::move(kept);
    std::erase_if(model_.initializers, [&](const Tensor& tensor) { return !used.contains(tensor.name); });
  }

  struct Transposed {
    std::string input;
    Order order;
  };
  Model& model_;
  std::map<std::string, size_t> stored_;  // place among the initializers
  std::map<std::string, Transposed> transposes_;
};

}  // namespace

void simplify(Model& model) { Simplifier(model).run(); }

}  // namespace plumb::onnx
