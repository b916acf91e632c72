// philox 4x32-10 (Salmon et al., 2011) on vectors of counters; included by each *_simd.cpp that draws, once for each
// instruction set.
// clang-format off
#if defined(PLUMB_PHILOX_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMB_PHILOX_INL_H
#undef PLUMB_PHILOX_INL_H
#else
#define PLUMB_PHILOX_INL_H
#endif
// clang-format on

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class D>
struct PhiloxWords {
  hn::Vec<D> w0, w1, w2, w3;
};

/// The four words of the counters (first + lane, stream, step, what) under the key (seed, 0). `what` tells operators
/// apart that draw by the same numbers.
template <class D>
HWY_INLINE PhiloxWords<D> philox(D u, uint32_t first, uint32_t stream, uint32_t step, uint32_t what, uint32_t seed) {
  const auto high = [&](auto x, uint32_t m) HWY_ATTR {
    const auto k = hn::Set(u, m);
    const auto even = hn::BitCast(u, hn::MulEven(x, k));
    const auto odd = hn::BitCast(u, hn::MulEven(hn::Shuffle2301(x), k));
    return hn::OddEven(odd, hn::Shuffle2301(even));
  };
  auto c0 = hn::Iota(u, first), c1 = hn::Set(u, stream), c2 = hn::Set(u, step), c3 = hn::Set(u, what);
  uint32_t k0 = seed, k1 = 0;
  for (int round = 0; round < 10; ++round, k0 += 0x9E3779B9U, k1 += 0xBB67AE85U) {
    const auto h0 = high(c0, 0xD2511F53U), l0 = hn::Mul(c0, hn::Set(u, 0xD2511F53U));
    const auto h1 = high(c2, 0xCD9E8D57U), l1 = hn::Mul(c2, hn::Set(u, 0xCD9E8D57U));
    c0 = hn::Xor(hn::Xor(h1, c1), hn::Set(u, k0));
    c2 = hn::Xor(hn::Xor(h0, c3), hn::Set(u, k1));
    c1 = l1;
    c3 = l0;
  }
  return {c0, c1, c2, c3};
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
