#include <ATen/ops/bmm.h>
#include <ATen/ops/matmul.h>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

/// Of bf16 matrices; the result stays f32, which libtorch has for a GPU only.
at::Tensor product_in_f32(const Node& n, const at::Tensor& a, const at::Tensor& b) {
  const auto stacked = [](const at::Tensor& x) { return x.reshape({-1, x.size(-2), x.size(-1)}); };
  return at::bmm(stacked(a), stacked(b), at::kFloat).reshape(n.shape());
}

[[maybe_unused]] const bool registered = add_form("matmul", [](const Node& n, const Tensors& in, const Place& place) {
  const auto& [transpose_a, transpose_b] = n.options.as<MatmulOptions>();
  const at::Tensor a = place.operand(transpose_a ? in[0].transpose(-2, -1) : in[0]);
  const at::Tensor b = place.operand(transpose_b ? in[1].transpose(-2, -1) : in[1]);
  const bool on_gpu = !place.device.is_cpu();
  return Tensors{place.bf16_products && on_gpu ? product_in_f32(n, a, b) : at::matmul(a, b)};
});

}  // namespace
}  // namespace plumb::aten
