// Shapes: views where ATen has them.
#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

Tensors reshaped(const Node& n, const Tensors& in, const Place&) { return {in[0].reshape(n.shape())}; }

Tensors permute(const Node& n, const Tensors& in, const Place&) {
  const auto& order = n.options.as<Permute>().order;
  return {in[0].permute(Shape(order.begin(), order.end()))};
}

Tensors concatenate(const Node& n, const Tensors& in, const Place&) {
  return {at::cat(in, n.options.as<Along>().axis)};
}

Tensors slice(const Node& n, const Tensors& in, const Place&) {
  const auto& [axis, begin, end] = n.options.as<Range>();
  return {in[0].slice(axis, begin, end)};
}

Tensors slice_grad(const Node& n, const Tensors& in, const Place&) {
  const auto& [axis, begin, end] = n.options.as<Range>();
  const int from_last = n.self.rank() - 1 - axis;  // pads are listed from the last axis
  Shape pads(static_cast<size_t>(2 * (from_last + 1)));
  pads[static_cast<size_t>(2 * from_last)] = begin;
  pads[static_cast<size_t>(2 * from_last + 1)] = n.self.dim(axis) - end;
  return {at::constant_pad_nd(in[0], pads)};
}

[[maybe_unused]] const bool registered[] = {
    add_form("merge_dims", reshaped),     add_form("split_dim", reshaped), add_form("permute", permute),
    add_form("concatenate", concatenate), add_form("slice", slice),        add_form("slice_grad", slice_grad),
};

}  // namespace
}  // namespace plumb::aten
