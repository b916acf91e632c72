#include <ATen/ops/matmul.h>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

[[maybe_unused]] const bool registered = add_form("matmul", [](const Node& n, const Tensors& in, const Place& place) {
  const auto& [transpose_a, transpose_b] = n.options.as<MatmulOptions>();
  const at::Tensor a = place.operand(transpose_a ? in[0].transpose(-2, -1) : in[0]);
  const at::Tensor b = place.operand(transpose_b ? in[1].transpose(-2, -1) : in[1]);
  return Tensors{place.product(at::matmul(a, b))};
});

}  // namespace
}  // namespace plumb::aten
