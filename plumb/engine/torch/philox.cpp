#include "plumb/engine/torch/philox.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/bitwise_and.h>
#include <ATen/ops/bitwise_right_shift.h>
#include <ATen/ops/bitwise_xor.h>

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

}  // namespace

std::array<at::Tensor, 4> philox(const at::Tensor& first, uint32_t stream, const at::Tensor& step, uint32_t what,
                                 uint32_t seed) {
  const at::Tensor zero = first * 0;
  std::array<at::Tensor, 4> c{at::bitwise_and(first, word), zero + int64_t{stream},
                              zero + at::bitwise_and(step.to(at::kLong), word), zero + int64_t{what}};
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

}  // namespace plumb::aten
