// Which step of a sequence sees which.
#include <ATen/ops/arange.h>
#include <ATen/ops/le.h>
#include <ATen/ops/lt.h>
#include <ATen/ops/ones.h>

#include "plumb/engine/torch/form.h"
#include "plumb/graph/operators/attention.h"

namespace plumb::aten {
namespace {

Tensors attention_mask(const Node& n, const Tensors& in, const Place& place) {
  const auto& options = n.options.as<AttentionMask>();
  const Shape& shape = n.shape();
  const at::Tensor steps = at::arange(shape[2], at::TensorOptions(place.device).dtype(at::kLong));
  const at::ScalarType real = place.scalar_type(n.type());
  at::Tensor mask = at::ones({shape[2], shape[2]}, place.options(n.type()));
  if (options.causal) mask = at::le(steps.unsqueeze(0), steps.unsqueeze(1)).to(real);
  if (options.window > 0)
    mask = mask * at::lt((steps.unsqueeze(0) - steps.unsqueeze(1)).abs(), options.window).to(real);
  if (options.lengths) {
    const at::Tensor inside = at::lt(steps.unsqueeze(0), in[1].to(at::kLong).unsqueeze(1)).to(real);  // [n, time]
    mask = mask * inside.unsqueeze(1).unsqueeze(1) * inside.unsqueeze(1).unsqueeze(3);
  }
  return {mask.expand(shape).contiguous()};
}

[[maybe_unused]] const bool registered = add_form("attention_mask", attention_mask);

}  // namespace
}  // namespace plumb::aten
