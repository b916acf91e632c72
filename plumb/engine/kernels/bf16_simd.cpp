// Conversions between f32 and bf16 in integer arithmetic: the same bits on every instruction set, and a chain's tile is
// bound by memory, not by these few instructions.
#include "plumb/engine/kernels/bf16.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/bf16_simd.cpp"
#include "hwy/foreach_target.h"

#include "plumb/engine/kernels/loops_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {

void ToBf16(const float* x, size_t n, uint16_t* out) {
  for_vectors(n, [&](auto d, size_t i) HWY_ATTR {
    const hn::RebindToUnsigned<decltype(d)> du;
    const hn::Rebind<uint16_t, decltype(d)> half;
    const auto v = hn::LoadU(d, x + i);
    const auto bits = hn::BitCast(du, v);
    const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(du, 1U));
    const auto rounded = hn::Add(bits, hn::Add(odd, hn::Set(du, 0x7FFFU)));
    const auto quiet = hn::Or(bits, hn::Set(du, 0x400000U));  // of what is not a number
    const auto none = hn::RebindMask(du, hn::IsNaN(v));
    hn::StoreU(hn::TruncateTo(half, hn::ShiftRight<16>(hn::IfThenElse(none, quiet, rounded))), half, out + i);
  });
}

void FromBf16(const uint16_t* x, size_t n, float* out) {
  for_vectors(n, [&](auto d, size_t i) HWY_ATTR {
    const hn::RebindToUnsigned<decltype(d)> du;
    const hn::Rebind<uint16_t, decltype(d)> half;
    hn::StoreU(hn::BitCast(d, hn::ShiftLeft<16>(hn::PromoteTo(du, hn::LoadU(half, x + i)))), d, out + i);
  });
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(ToBf16);
HWY_EXPORT(FromBf16);

void to_bf16(const float* x, size_t n, uint16_t* out) { HWY_DYNAMIC_DISPATCH(ToBf16)(x, n, out); }
void from_bf16(const uint16_t* x, size_t n, float* out) { HWY_DYNAMIC_DISPATCH(FromBf16)(x, n, out); }
}  // namespace plumb::engine
#endif
