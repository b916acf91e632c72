// The factors of dropout, bit for bit those of the engine: philox 4x32-10 (Salmon et al., 2011), 16 bits an element. Of
// element e, in block e / 128, the counters are (16 * block + e % 16, stream, step, 0) under the key (seed, 0); word
// e % 128 / 32 has its bits, the low half if e % 32 < 16. Computed in int64, so that it runs on any device.
#include <ATen/ops/arange.h>
#include <ATen/ops/bitwise_and.h>
#include <ATen/ops/bitwise_right_shift.h>
#include <ATen/ops/floor_divide.h>
#include <ATen/ops/remainder.h>
#include <ATen/ops/stack.h>

#include "plumb/engine/torch/form.h"
#include "plumb/engine/torch/philox.h"

namespace plumb::aten {
namespace {

Tensors random_mask(const Node& n, const Tensors& in, const Place& place) {
  const auto& mask = n.options.as<RandomMask>();
  const at::Tensor e = at::arange(count(n.shape()), at::TensorOptions(place.device).dtype(at::kLong));
  const at::Tensor counter = at::floor_divide(e, 128) * 16 + at::remainder(e, 16);
  const auto words = philox(counter, mask.stream, in[1], 0, mask.seed);
  const at::Tensor which = at::floor_divide(at::remainder(e, 128), 32);
  const at::Tensor chosen =
      at::stack({words[0], words[1], words[2], words[3]}).gather(0, which.unsqueeze(0)).squeeze(0);
  const at::Tensor shift = at::floor_divide(at::remainder(e, 32), 16) * 16;
  const at::Tensor bits = at::bitwise_and(at::bitwise_right_shift(chosen, shift), 0xFFFF);
  const at::Tensor kept = bits.ge(int64_t{mask.below()}).to(place.scalar_type(n.type()));
  return {(kept * static_cast<double>(mask.factor())).reshape(n.shape())};
}

[[maybe_unused]] const bool registered = add_form("random_mask", random_mask);

}  // namespace
}  // namespace plumb::aten
