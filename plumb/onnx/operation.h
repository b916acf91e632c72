#pragma once

#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "plumb/core/error.h"
#include "plumb/onnx/model.h"

/// What an operation of the interpreter is written with. A family of operators is a file in operators/ that registers
/// itself:
///
///     [[maybe_unused]] const bool registered = add_operation("Relu", [](const Call& call) { … });
namespace plumb::onnx {

/// One node with the tensors it is applied to. Inputs that were left out are null.
struct Call {
  const NodeProto& node;
  std::vector<const Tensor*> in;

  bool has(size_t index) const { return index < in.size() && in[index]; }
  const Tensor& at(size_t index) const {
    require(has(index), "onnx: {} lacks its input {}", node.type, index);
    return *in[index];
  }
  template <class T>
  T attribute(std::string_view name, T otherwise) const {
    const OnnxAttribute* found = node.find(name);
    if (!found) return otherwise;
    const T* value = std::get_if<T>(&found->value);
    require(value, "onnx: attribute {} of {} has another type than expected", name, node.type);
    return *value;
  }
  int64_t whole(std::string_view name, int64_t otherwise) const { return attribute<int64_t>(name, otherwise); }
  std::vector<int64_t> wholes(std::string_view name, std::vector<int64_t> otherwise = {}) const {
    return attribute<std::vector<int64_t>>(name, std::move(otherwise));
  }
  /// An axis option, counted from the end where negative.
  int64_t axis(int64_t given, size_t rank) const {
    const auto size = static_cast<int64_t>(rank);
    require(given >= -size && given < size, "onnx: {} has no axis {} in {} dimensions", node.type, given, rank);
    return given < 0 ? given + size : given;
  }
  /// Ends the run: this operator cannot take what it got.
  [[noreturn]] void refuse(const std::string& what) const { throw Error("onnx: {} {}", node.type, what); }
};

using Operation = Tensor (*)(const Call&);
std::map<std::string, Operation, std::less<>>& operations();
inline bool add_operation(const std::string& type, Operation operation) {
  return operations().emplace(type, operation).second;
}
/// Runs one node.
Tensor evaluate(const Call& call);

/// The vector that holds a tensor's values, by the type of its cells.
template <class T>
auto& values(auto& tensor) {
  if constexpr (std::is_same_v<T, float>)
    return tensor.floats;
  else if constexpr (std::is_same_v<T, double>)
    return tensor.doubles;
  else if constexpr (std::is_same_v<T, std::string>)
    return tensor.texts;
  else
    return tensor.ints;
}

/// Calls `work` with a value of the type of the tensor's cells: float, double, int64_t or std::string.
template <class Work>
auto for_type(Element element, Work work) {
  if (element == Element::f32) return work(float{});
  if (element == Element::f64) return work(double{});
  if (element == Element::text) return work(std::string{});
  return work(int64_t{});
}
/// The same for numbers only.
template <class Work>
auto for_number(const Call& call, Element element, Work work) {
  if (element == Element::f32) return work(float{});
  if (element == Element::f64) return work(double{});
  if (element == Element::text) call.refuse("takes no strings");
  return work(int64_t{});
}

/// A tensor of zeros.
inline Tensor zeros(Element element, Shape shape) {
  Tensor tensor{.element = element, .shape = std::move(shape)};
  for_type(element,
           [&](auto zero) { values<decltype(zero)>(tensor).resize(static_cast<size_t>(count(tensor.shape))); });
  return tensor;
}

/// Elements between neighbours along each axis, row major.
inline std::vector<int64_t> strides(const Shape& shape) {
  std::vector<int64_t> result(shape.size(), 1);
  for (size_t i = shape.size(); i-- > 1;) result[i - 1] = result[i] * shape[i];
  return result;
}

/// The shape that two shapes have together by numpy's rules.
Shape broadcast(const Call& call, const Shape& a, const Shape& b);
/// Elements between neighbours of a tensor of shape `from` along each axis of `to`, to which it is broadcast.
std::vector<int64_t> broadcast_steps(const Shape& from, const Shape& to);
/// For each element of `to` in row order, where it lies in a tensor of shape `from` that is broadcast to it.
std::vector<int64_t> broadcast_places(const Shape& from, const Shape& to);
/// Calls `visit` with the place in a tensor with these strides of each element of `shape`, in row order.
template <class Visit>
void walk(const Shape& shape, const std::vector<int64_t>& step, Visit visit) {
  const size_t rank = shape.size();
  std::vector<int64_t> index(rank);
  int64_t place = 0;
  for (int64_t left = count(shape); left > 0; --left) {
    visit(place);
    for (size_t axis = rank; axis-- > 0;) {
      place += step[axis];
      if (++index[axis] < shape[axis]) break;
      place -= step[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}

}  // namespace plumb::onnx
