#include <ATen/ops/amax.h>
#include <ATen/ops/mean.h>
#include <ATen/ops/sum.h>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

Tensors reduce(const Node& n, const Tensors& in, const Place&) {
  const auto& over = n.options.as<Over>();
  const auto axes = axes_of(over, n.in[0].rank());
  return {over.mean ? at::mean(in[0], axes) : at::sum(in[0], axes)};
}

Tensors expand(const Node& n, const Tensors& in, const Place&) {
  const auto& over = n.options.as<Over>();
  at::Tensor x = in[0];
  int64_t copies = 1;
  for (const int64_t axis : axes_of(over, n.in[1].rank())) {
    x = x.unsqueeze(axis);
    copies *= n.shape()[static_cast<size_t>(axis)];
  }
  x = x.expand(n.shape());
  return {over.mean ? x / static_cast<double>(copies) : x};
}

// amax shares the gradient equally among ties, as ours does.
Tensors reduce_max(const Node& n, const Tensors& in, const Place&) {
  return {at::amax(in[0], axes_of(n.options.as<Over>(), n.in[0].rank()))};
}

[[maybe_unused]] const bool registered[] = {
    add_form("reduce", reduce),
    add_form("expand", expand),
    add_form("reduce_max", reduce_max),
};

}  // namespace
}  // namespace plumb::aten
