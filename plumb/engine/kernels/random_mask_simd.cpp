// random_mask: the factors of dropout as a pure function of their number in the whole batch (see loops.h).
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/random_mask_simd.cpp"
#include "hwy/foreach_target.h"

#include <algorithm>
#include <cstring>

#include "hwy/highway.h"
#include "plumb/engine/kernels/loops.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// One block of 128 elements, the same whatever the number of lanes.
void RandomBlock(float* out, uint32_t block, uint32_t below, float factor, uint32_t seed, uint32_t stream,
                 uint32_t step) {
  const hn::CappedTag<float, 16> d;
  const hn::RebindToUnsigned<decltype(d)> u;
  const hn::RebindToSigned<decltype(d)> s;
  const auto high = [&](auto x, uint32_t m) HWY_ATTR {
    const auto k = hn::Set(u, m);
    const auto even = hn::BitCast(u, hn::MulEven(x, k));
    const auto odd = hn::BitCast(u, hn::MulEven(hn::Shuffle2301(x), k));
    return hn::OddEven(odd, hn::Shuffle2301(even));
  };
  const auto threshold = hn::Set(s, static_cast<int32_t>(below) - 1);
  const auto kept = hn::Set(d, factor);
  for (size_t j = 0; j < 16; j += hn::Lanes(d)) {
    auto c0 = hn::Iota(u, 16 * block + static_cast<uint32_t>(j)), c1 = hn::Set(u, stream), c2 = hn::Set(u, step),
         c3 = hn::Zero(u);
    uint32_t k0 = seed, k1 = 0;
    for (int round = 0; round < 10; ++round, k0 += 0x9E3779B9U, k1 += 0xBB67AE85U) {
      const auto h0 = high(c0, 0xD2511F53U), l0 = hn::Mul(c0, hn::Set(u, 0xD2511F53U));
      const auto h1 = high(c2, 0xCD9E8D57U), l1 = hn::Mul(c2, hn::Set(u, 0xCD9E8D57U));
      c0 = hn::Xor(hn::Xor(h1, c1), hn::Set(u, k0));
      c2 = hn::Xor(hn::Xor(h0, c3), hn::Set(u, k1));
      c1 = l1;
      c3 = l0;
    }
    const auto put = [&](auto word, size_t k) HWY_ATTR {
      const auto low = hn::Gt(hn::BitCast(s, hn::And(word, hn::Set(u, 0xFFFF))), threshold);
      const auto top = hn::Gt(hn::BitCast(s, hn::ShiftRight<16>(word)), threshold);
      hn::StoreU(hn::IfThenElseZero(hn::RebindMask(d, low), kept), d, out + 32 * k + j);
      hn::StoreU(hn::IfThenElseZero(hn::RebindMask(d, top), kept), d, out + 32 * k + 16 + j);
    };
    put(c0, 0), put(c1, 1), put(c2, 2), put(c3, 3);
  }
}

void RandomFactors(float* out, uint64_t first, size_t n, uint32_t below, float factor, uint32_t seed, uint32_t stream,
                   uint32_t step) {
  while (n > 0) {
    const auto block = static_cast<uint32_t>(first / 128);
    const size_t skip = first % 128, take = std::min<size_t>(n, 128 - skip);
    if (take == 128) {
      RandomBlock(out, block, below, factor, seed, stream, step);
    } else {
      float whole[128];
      RandomBlock(whole, block, below, factor, seed, stream, step);
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
HWY_EXPORT(RandomFactors);
void random_factors(float* out, uint64_t first, size_t n, uint32_t below, float factor, uint32_t seed, uint32_t stream,
                    uint32_t step) {
  HWY_DYNAMIC_DISPATCH(RandomFactors)(out, first, n, below, factor, seed, stream, step);
}
}  // namespace plumb::engine
#endif
