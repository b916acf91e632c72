// random_mask: the factors of dropout as a pure function of their number in the whole batch (see loops.h).
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/random_mask_simd.cpp"
#include "hwy/foreach_target.h"

#include <algorithm>
#include <cstring>

#include "hwy/highway.h"
#include "plumb/engine/kernels/loops.h"
#include "plumb/engine/kernels/philox_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {

// One block of 128 elements, the same whatever the number of lanes.
void RandomBlock(float* out, uint32_t block, uint32_t below, float factor, uint32_t seed, uint32_t stream,
                 uint32_t step) {
  const hn::CappedTag<float, 16> d;
  const hn::RebindToUnsigned<decltype(d)> u;
  const hn::RebindToSigned<decltype(d)> s;
  const auto threshold = hn::Set(s, static_cast<int32_t>(below) - 1);
  const auto kept = hn::Set(d, factor);
  for (size_t j = 0; j < 16; j += hn::Lanes(d)) {
    const auto words = philox(u, 16 * block + static_cast<uint32_t>(j), stream, step, 0, seed);
    const auto put = [&](auto word, size_t k) HWY_ATTR {
      const auto low = hn::Gt(hn::BitCast(s, hn::And(word, hn::Set(u, 0xFFFF))), threshold);
      const auto top = hn::Gt(hn::BitCast(s, hn::ShiftRight<16>(word)), threshold);
      hn::StoreU(hn::IfThenElseZero(hn::RebindMask(d, low), kept), d, out + 32 * k + j);
      hn::StoreU(hn::IfThenElseZero(hn::RebindMask(d, top), kept), d, out + 32 * k + 16 + j);
    };
    put(words.w0, 0), put(words.w1, 1), put(words.w2, 2), put(words.w3, 3);
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
