// Standard normal numbers, those of the engine up to rounding (see random_normal_simd.cpp).
#include "plumb/graph/operators/random_normal.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/bitwise_right_shift.h>
#include <ATen/ops/cos.h>
#include <ATen/ops/floor_divide.h>
#include <ATen/ops/log.h>
#include <ATen/ops/remainder.h>
#include <ATen/ops/sin.h>
#include <ATen/ops/sqrt.h>
#include <ATen/ops/stack.h>

#include <numbers>

#include "plumb/engine/torch/form.h"
#include "plumb/engine/torch/philox.h"

namespace plumb::aten {
namespace {

Tensors random_normal(const Node& n, const Tensors& in, const Place& place) {
  const auto& numbers = n.options.as<RandomNormalNumbers>();
  const at::Tensor e = at::arange(count(n.shape()), at::TensorOptions(place.device).dtype(at::kLong));
  const at::Tensor counter = at::floor_divide(e, 64) * 16 + at::remainder(e, 16);
  const auto words = philox(counter, numbers.stream, in[1], 1, numbers.seed);
  const auto uniform = [&](const at::Tensor& word) {
    return (at::bitwise_right_shift(word, 9).to(place.scalar_type(n.type())) + 0.5) * 0x1p-23;
  };
  std::vector<at::Tensor> normal;
  for (const size_t k : {0, 2}) {
    const at::Tensor radius = at::sqrt(at::log(uniform(words[k])) * -2.0);
    const at::Tensor angle = uniform(words[k + 1]) * (2 * std::numbers::pi);
    normal.push_back(radius * at::cos(angle));
    normal.push_back(radius * at::sin(angle));
  }
  const at::Tensor which = at::floor_divide(at::remainder(e, 64), 16);
  return {at::stack(normal).gather(0, which.unsqueeze(0)).squeeze(0).reshape(n.shape())};
}

[[maybe_unused]] const bool registered = add_form("random_normal", random_normal);

}  // namespace
}  // namespace plumb::aten
