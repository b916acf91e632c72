#include "plumb/onnx/interpreter.h"

#include <algorithm>

#include "plumb/onnx/operation.h"

namespace plumb::onnx {

std::map<std::string, Operation, std::less<>>& operations() {
  static std::map<std::string, Operation, std::less<>> all;
  return all;
}

Tensor evaluate(const Call& call) {
  const auto found = operations().find(call.node.type);
  if (found == operations().end()) throw Error("onnx: plumb cannot run the operator {}", call.node.type);
  Tensor result = found->second(call);
  // Whatever a file says: nobody reads beyond the cells of a tensor.
  const size_t cells = for_type(result.element, [&](auto zero) { return values<decltype(zero)>(result).size(); });
  if (static_cast<int64_t>(cells) != count(result.shape)) call.refuse("got tensors of types that do not go together");
  return result;
}

Shape broadcast(const Call& call, const Shape& a, const Shape& b) {
  Shape result(std::max(a.size(), b.size()), 1);
  for (size_t i = 0; i < result.size(); ++i) {
    const int64_t x = i < a.size() ? a[a.size() - 1 - i] : 1, y = i < b.size() ? b[b.size() - 1 - i] : 1;
    if (x != y && x != 1 && y != 1) call.refuse(fmt::format("cannot take {} with {}", a, b));
    result[result.size() - 1 - i] = x == 1 ? y : x;
  }
  return result;
}

std::vector<int64_t> broadcast_steps(const Shape& from, const Shape& to) {
  const auto own = strides(from);
  std::vector<int64_t> steps(to.size());
  for (size_t i = 0; i < from.size(); ++i)
    if (from[from.size() - 1 - i] != 1) steps[to.size() - 1 - i] = own[from.size() - 1 - i];
  return steps;
}

std::vector<int64_t> broadcast_places(const Shape& from, const Shape& to) {
  std::vector<int64_t> places;
  places.reserve(static_cast<size_t>(count(to)));
  walk(to, broadcast_steps(from, to), [&](int64_t place) { places.push_back(place); });
  return places;
}

Interpreter::Interpreter(Model model) : model_(std::move(model)) {
  for (const NodeProto& node : model_.nodes) {
    require(operations().contains(node.type), "onnx: plumb cannot run the operator {}", node.type);
    require(node.outputs.size() == 1, "onnx: plumb runs nodes with one output; {} has {}", node.type,
            node.outputs.size());
  }
}

std::map<std::string, Tensor> Interpreter::run(const std::map<std::string, Tensor>& feeds) const {
  std::map<std::string, const Tensor*> known;
  std::map<std::string, Tensor> made;
  for (const ValueInfo& input : model_.inputs) {
    const auto feed = feeds.find(input.name);
    require(feed != feeds.end(), "onnx: no value was given for the input \"{}\"", input.name);
    require(feed->second.element == input.element && feed->second.shape.size() == input.shape.size(),
            "onnx: input \"{}\" is {} {}, got {} {}", input.name, text(input.element), input.shape,
            text(feed->second.element), feed->second.shape);
    known[input.name] = &feed->second;
  }
  for (const Tensor& tensor : model_.initializers) known[tensor.name] = &tensor;

  std::map<std::string, size_t> last_use;  // what nobody reads any more is dropped: images make large values
  for (size_t i = 0; i < model_.nodes.size(); ++i)
    for (const auto& name : model_.nodes[i].inputs) last_use[name] = i;
  for (const ValueInfo& output : model_.outputs) last_use[output.name] = model_.nodes.size();

  for (size_t i = 0; i < model_.nodes.size(); ++i) {
    const NodeProto& node = model_.nodes[i];
    Call call{.node = node, .in = {}};
    for (const auto& name : node.inputs) {
      const auto found = known.find(name);
      require(name.empty() || found != known.end(), "onnx: {} reads \"{}\", which nothing has made before", node.type,
              name);
      call.in.push_back(name.empty() ? nullptr : found->second);
    }
    Tensor& result = made[node.outputs[0]] = evaluate(call);
    known[node.outputs[0]] = &result;
    for (const auto& name : node.inputs)
      if (last_use[name] == i) made.erase(name);
  }
  std::map<std::string, Tensor> outputs;
  for (const ValueInfo& output : model_.outputs) {
    const auto found = known.find(output.name);
    require(found != known.end(), "onnx: nothing makes the output \"{}\"", output.name);
    outputs[output.name] = *found->second;
  }
  return outputs;
}

}  // namespace plumb::onnx
