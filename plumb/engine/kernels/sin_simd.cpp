// The loop of sin, to a few units in the last place within 39,000 of zero.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/sin_simd.cpp"
#include "hwy/foreach_target.h"

#include "hwy/contrib/math/math-inl.h"
#include "plumb/engine/kernels/loops_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {

struct Sin {
  static HWY_INLINE auto f(auto d, auto a, auto, auto) { return hn::Sin(d, a); }
};

Loop FindSin(std::string_view op, Type type, Form form) {
  static constexpr NamedLoop all[] = {{"sin", unary<Sin>}};
  return find_in(all, op, type, form);
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(FindSin);
[[maybe_unused]] static const bool sin_loops =
    add_loops([](std::string_view op, Type type, Form form) { return HWY_DYNAMIC_DISPATCH(FindSin)(op, type, form); });
}  // namespace plumb::engine
#endif
