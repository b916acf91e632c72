// Loops of the pointwise operators that are approximations, to a few units in the last place.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/math_simd.cpp"
#include "hwy/foreach_target.h"

#include "hwy/contrib/math/math-inl.h"
#include "plumb/engine/kernels/loops_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {

/// Highway's exponentials hold up to 104. Above, their powers of two run over: e^178 becomes none, e^200 becomes 0. All
/// is infinite from 88.8 on, so larger arguments count as 104. In this order NaN stays NaN.
template <class D>
HWY_INLINE V<D> at_most_104(D d, V<D> x) {
  return hn::Min(hn::Set(d, 104.0F), x);
}
/// And what is no number becomes 0 in Highway's exp.
template <class D>
HWY_INLINE V<D> exponential(D d, V<D> x) {
  return hn::IfThenElse(hn::Eq(x, x), hn::Exp(d, at_most_104(d, x)), x);
}

struct Exp {
  static HWY_INLINE auto f(auto d, auto a, auto, auto) { return exponential(d, a); }
};
struct Expm1 {
  static HWY_INLINE auto f(auto d, auto a, auto, auto) { return hn::Expm1(d, at_most_104(d, a)); }
};
struct Log {
  static HWY_INLINE auto f(auto d, auto a, auto, auto) {
    const auto zero = hn::Zero(d);
    const auto y = hn::Log(d, a);
    const auto undefined = hn::Set(d, std::numeric_limits<float>::quiet_NaN());
    const auto infinity = hn::Set(d, std::numeric_limits<float>::infinity());
    const auto low = hn::IfThenElse(hn::Eq(a, zero), hn::Neg(infinity), undefined);
    return hn::IfThenElse(hn::Gt(a, zero), hn::IfThenElse(hn::Eq(a, infinity), infinity, y), low);
  }
};
struct Log1p {
  static HWY_INLINE auto f(auto d, auto a, auto, auto) { return hn::Log1p(d, a); }
};
struct Tanh {
  static HWY_INLINE auto f(auto d, auto a, auto, auto) { return hn::Tanh(d, a); }
};
struct Sigmoid {
  static HWY_INLINE auto f(auto d, auto a, auto, auto) {
    const auto one = hn::Set(d, 1.0F);
    return hn::Div(one, hn::Add(one, exponential(d, hn::Neg(a))));
  }
};

// Two polynomials that meet at 475/512, each to one unit in the last place (N. Juffa's minimax fits).
struct Erf {
  static HWY_INLINE auto f(auto d, auto a, auto, auto) {
    const auto k = [&](float x) HWY_ATTR { return hn::Set(d, x); };
    const auto t = hn::Abs(a), s = hn::Mul(a, a);
    auto far = hn::MulAdd(k(-1.72853470e-5F), t, k(3.83197126e-4F));
    const auto u = hn::MulAdd(k(-3.88396438e-3F), t, k(2.42546219e-2F));
    far = hn::MulAdd(far, s, u);
    far = hn::MulAdd(far, t, k(-1.06777877e-1F));
    far = hn::MulAdd(far, t, k(-6.34846687e-1F));
    far = hn::MulAdd(far, t, k(-1.28717512e-1F));
    far = hn::MulAdd(far, t, hn::Neg(t));
    far = hn::Sub(k(1.0F), hn::Exp(d, far));
    far = hn::CopySign(far, a);
    auto near = hn::MulAdd(k(-5.96761703e-4F), s, k(4.99119423e-3F));
    near = hn::MulAdd(near, s, k(-2.67681349e-2F));
    near = hn::MulAdd(near, s, k(1.12819925e-1F));
    near = hn::MulAdd(near, s, k(-3.76125336e-1F));
    near = hn::MulAdd(near, s, k(1.28379166e-1F));
    near = hn::MulAdd(near, a, a);
    return hn::IfThenElse(hn::Gt(t, k(0.927734375F)), far, near);
  }
};

Loop FindMath(std::string_view op, Type type, Form form) {
  static constexpr NamedLoop all[] = {
      {"exp", unary<Exp>},   {"expm1", unary<Expm1>},     {"log", unary<Log>}, {"log1p", unary<Log1p>},
      {"tanh", unary<Tanh>}, {"sigmoid", unary<Sigmoid>}, {"erf", unary<Erf>},
  };
  return find_in(all, op, type, form);
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(FindMath);
[[maybe_unused]] static const bool math_loops =
    add_loops([](std::string_view op, Type type, Form form) { return HWY_DYNAMIC_DISPATCH(FindMath)(op, type, form); });
}  // namespace plumb::engine
#endif
