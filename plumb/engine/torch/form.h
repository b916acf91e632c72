#pragma once

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>

#include <string_view>
#include <vector>

#include "plumb/graph/graph.h"
#include "plumb/graph/operators.h"

/// How operators run through libtorch. Each primitive has an ATen form, registered in the file of its family; composite
/// ones may have libtorch's own, else they run as they are decomposed.
namespace plumb::aten {

using Tensors = std::vector<at::Tensor>;

/// Where and how precisely a graph runs.
struct Place {
  at::Device device = at::kCPU;
  at::ScalarType real = at::kFloat;  // what f32 values are computed in; double for the oracle
  bool bf16_products = false;        // matrix products and convolutions in bfloat16

  at::ScalarType scalar_type(Type type) const;
  at::TensorOptions options(Type type) const { return at::TensorOptions(device).dtype(scalar_type(type)); }
  /// An operand of a product: with bf16_products rounded to it. On the CPU the product itself is computed in f32.
  at::Tensor operand(const at::Tensor& x) const {
    if (!bf16_products) return x;
    const at::Tensor rounded = x.to(at::kBFloat16);
    return device.is_cpu() ? rounded.to(real) : rounded;
  }
  at::Tensor product(const at::Tensor& y) const { return bf16_products ? y.to(real) : y; }
};

/// The results of a node, from those of its inputs; an input that lends only its shape is undefined here. Written in
/// differentiable ATen calls: the oracle's autograd runs through them.
using Form = Tensors (*)(const Node& node, const Tensors& in, const Place& place);

/// Registers the form of an operator: `[[maybe_unused]] const bool relu = add_form("relu", unary<at::relu>);`
bool add_form(std::string_view op, Form form);
Form find_form(std::string_view op);  // null if there is none

template <at::Tensor (*function)(const at::Tensor&)>
Tensors unary(const Node&, const Tensors& in, const Place&) {
  return {function(in[0])};
}

template <at::Tensor (*function)(const at::Tensor&, const at::Tensor&)>
Tensors binary(const Node&, const Tensors& in, const Place&) {
  return {function(in[0], in[1])};
}

/// The axes that an `Over` means in a tensor of this rank, ascending.
inline std::vector<int64_t> axes_of(const Over& over, int rank) {
  std::vector<int64_t> axes(over.axes.begin(), over.axes.end());
  if (axes.empty())
    for (int axis = 0; axis < rank; ++axis) axes.push_back(axis);
  return axes;
}

}  // namespace plumb::aten
