// Tables of rows, looked up by integers.
#include <ATen/ops/arange.h>
#include <ATen/ops/eq.h>
#include <ATen/ops/index_add.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/zeros.h>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

Tensors gather(const Node& n, const Tensors& in, const Place&) {
  return {at::index_select(in[0], 0, in[1].reshape({-1}).to(at::kLong)).reshape(n.shape())};
}

Tensors gather_grad(const Node& n, const Tensors& in, const Place& place) {
  const at::Tensor rows = in[0].reshape({-1}).to(at::kLong);
  const at::Tensor zeros = at::zeros(n.shape(), place.options(n.type()));
  return {at::index_add(zeros, 0, rows, in[1].reshape({-1, n.shape()[1]}))};
}

Tensors one_hot(const Node& n, const Tensors& in, const Place& place) {
  const at::Tensor classes = at::arange(n.shape().back(), in[0].options());
  return {at::eq(in[0].unsqueeze(-1), classes).to(place.scalar_type(n.type()))};
}

[[maybe_unused]] const bool registered[] = {
    add_form("gather", gather),
    add_form("gather_grad", gather_grad),
    add_form("one_hot", one_hot),
};

}  // namespace
}  // namespace plumb::aten
