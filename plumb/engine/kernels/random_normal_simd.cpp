// random_normal: standard normal numbers as a pure function of their place in the whole batch. Pairs of philox words
// become pairs of numbers by the transform of Box and Muller (1958): with u = (word / 2^9 + 1/2) / 2^23, which is never
// 0 or 1 and exact in float32, sqrt(-2 log u0) cos(2 pi u1) and the same with sin. Element e is in block e / 64; for
// j < 16 the counters (16 block + j, stream, step, 1) under the key (seed, 0) give the block's elements j and 16 + j
// from their first two words, 32 + j and 48 + j from the others.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/random_normal_simd.cpp"
#include "hwy/foreach_target.h"

#include <algorithm>
#include <cstring>

#include "hwy/contrib/math/math-inl.h"
#include "plumb/engine/internal/lane.h"
#include "plumb/engine/kernels/philox_inl.h"
#include "plumb/graph/operators/random_normal.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {

constexpr size_t normal_block = 64;

void NormalBlock(float* out, uint32_t block, uint32_t seed, uint32_t stream, uint32_t step) {
  const hn::CappedTag<float, 16> d;
  const hn::RebindToUnsigned<decltype(d)> u;
  const hn::RebindToSigned<decltype(d)> s;
  for (size_t j = 0; j < 16; j += hn::Lanes(d)) {
    const auto words = philox(u, 16 * block + static_cast<uint32_t>(j), stream, step, 1, seed);
    const auto uniform = [&](auto word) HWY_ATTR {
      const auto whole = hn::ConvertTo(d, hn::BitCast(s, hn::ShiftRight<9>(word)));
      return hn::Mul(hn::Add(whole, hn::Set(d, 0.5F)), hn::Set(d, 0x1p-23F));
    };
    const auto put = [&](auto first, auto second, size_t k) HWY_ATTR {
      const auto radius = hn::Sqrt(hn::Mul(hn::Set(d, -2.0F), hn::Log(d, uniform(first))));
      const auto angle = hn::Mul(hn::Set(d, 6.283185307F), uniform(second));
      hn::StoreU(hn::Mul(radius, hn::Cos(d, angle)), d, out + 32 * k + j);
      hn::StoreU(hn::Mul(radius, hn::Sin(d, angle)), d, out + 32 * k + 16 + j);
    };
    put(words.w0, words.w1, 0), put(words.w2, words.w3, 1);
  }
}

void NormalNumbers(float* out, uint64_t first, size_t n, uint32_t seed, uint32_t stream, uint32_t step) {
  while (n > 0) {
    const auto block = static_cast<uint32_t>(first / normal_block);
    const size_t skip = first % normal_block, take = std::min(n, normal_block - skip);
    if (take == normal_block) {
      NormalBlock(out, block, seed, stream, step);
    } else {
      float whole[normal_block];
      NormalBlock(whole, block, seed, stream, step);
      std::memcpy(out, whole + skip, take * sizeof(float));
    }
    out += take;
    first += take;
    n -= take;
  }
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
namespace {

HWY_EXPORT(NormalNumbers);

std::function<void(size_t, size_t, void*)> make_source(Lane& lane, const Node& n) {
  const auto numbers = n.options.as<RandomNormalNumbers>();
  const auto begin = static_cast<uint64_t>(lane.first_element(n.self));
  return [=, step = lane.use(n.in[1])](size_t first, size_t size, void* out) {
    HWY_DYNAMIC_DISPATCH(NormalNumbers)
    (static_cast<float*>(out), begin + first, size, numbers.seed, numbers.stream, static_cast<uint32_t>(*step->ints()));
  };
}

[[maybe_unused]] const bool registered = add_kernel("random_normal", {.rows = each_row, .source = make_source});

}  // namespace
}  // namespace plumb::engine
#endif
