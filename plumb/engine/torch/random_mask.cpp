// The factors of dropout, bit for bit those of the engine: philox 4x32-10 (Salmon et al., 2011), 16 bits an element. Of
// element e, in block e / 128, the counters are (16 * block + e % 16, stream, step, 0) under the key (seed, 0); word
// e % 128 / 32 has its bits, the low half if e % 32 < 16. Computed in int64, so that it runs on any device.
#include <ATen/ops/arange.h>
#include <ATen/ops/bitwise_and.h>
#include <ATen/ops/bitwise_right_shift.h>
#include <ATen/ops/bitwise_xor.h>
#include <ATen/ops/floor_divide.h>
#include <ATen/ops/remainder.h>
#include <ATen/ops/stack.h>

#include <array>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

constexpr int64_t word = 0xFFFFFFFF;

struct Product {
  at::Tensor high, low;
};

/// The two words of a product of words. It may exceed int64, so the factor's halves are multiplied one by one.
Product product(const at::Tensor& x, int64_t factor) {
  const at::Tensor low = x * (factor & 0xFFFF), high = x * (factor >> 16);  // each below 2^48
  const at::Tensor sum = at::bitwise_right_shift(low, 16) + high;           // the product without its last 16 bits
  return {at::bitwise_right_shift(sum, 16), at::bitwise_and(x * factor, word)};
}

std::array<at::Tensor, 4> philox(std::array<at::Tensor, 4> c, int64_t seed) {
  int64_t key0 = seed, key1 = 0;
  for (int round = 0; round < 10; ++round) {
    const auto [high0, low0] = product(c[0], 0xD2511F53);
    const auto [high1, low1] = product(c[2], 0xCD9E8D57);
    c = {at::bitwise_xor(at::bitwise_xor(high1, c[1]), key0), low1, at::bitwise_xor(at::bitwise_xor(high0, c[3]), key1),
         low0};
    key0 = (key0 + 0x9E3779B9) & word;
    key1 = (key1 + 0xBB67AE85) & word;
  }
  return c;
}

Tensors random_mask(const Node& n, const Tensors& in, const Place& place) {
  const auto& mask = n.options.as<RandomMask>();
  const at::Tensor e = at::arange(count(n.shape()), at::TensorOptions(place.device).dtype(at::kLong));
  const at::Tensor zero = e * 0;
  const at::Tensor counter = at::bitwise_and(at::floor_divide(e, 128) * 16 + at::remainder(e, 16), word);
  const at::Tensor step = zero + at::bitwise_and(in[1].to(at::kLong), word);
  const auto words = philox({counter, zero + int64_t{mask.stream}, step, zero}, mask.seed);
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
