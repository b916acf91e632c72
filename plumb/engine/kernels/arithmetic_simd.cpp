// Loops of the pointwise operators that are an instruction or two.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/arithmetic_simd.cpp"
#include "hwy/foreach_target.h"

#include "plumb/engine/kernels/loops_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {

struct Add {
  static HWY_INLINE auto f(auto, auto a, auto b, auto, auto) { return hn::Add(a, b); }
};
struct Subtract {
  static HWY_INLINE auto f(auto, auto a, auto b, auto, auto) { return hn::Sub(a, b); }
};
struct Multiply {
  static HWY_INLINE auto f(auto, auto a, auto b, auto, auto) { return hn::Mul(a, b); }
};
struct Divide {
  static HWY_INLINE auto f(auto, auto a, auto b, auto, auto) { return hn::Div(a, b); }
};
struct Maximum {  // not a number where either is none
  static HWY_INLINE auto f(auto, auto a, auto b, auto, auto) {
    return hn::IfThenElse(hn::Or(hn::Gt(a, b), hn::IsNaN(a)), a, b);
  }
};
struct Minimum {
  static HWY_INLINE auto f(auto, auto a, auto b, auto, auto) {
    return hn::IfThenElse(hn::Or(hn::Lt(a, b), hn::IsNaN(a)), a, b);
  }
};
struct Equal {
  static HWY_INLINE auto f(auto d, auto a, auto b, auto, auto) {
    return hn::IfThenElseZero(hn::Eq(a, b), hn::Set(d, 1.0F));
  }
};
struct Blend {
  static HWY_INLINE auto f(auto, auto a, auto b, auto p, auto q) { return hn::MulAdd(a, p, hn::Mul(b, q)); }
};
struct BlendSquare {
  static HWY_INLINE auto f(auto, auto a, auto b, auto p, auto q) { return hn::MulAdd(a, p, hn::Mul(hn::Mul(b, b), q)); }
};
struct Affine {
  static HWY_INLINE auto f(auto, auto a, auto p, auto q) { return hn::MulAdd(a, p, q); }
};
struct Relu {  // keeps what is not a number
  static HWY_INLINE auto f(auto d, auto a, auto, auto) { return hn::IfThenZeroElse(hn::Lt(a, hn::Zero(d)), a); }
};
struct Positive {
  static HWY_INLINE auto f(auto d, auto a, auto, auto) {
    return hn::IfThenElseZero(hn::Gt(a, hn::Zero(d)), hn::Set(d, 1.0F));
  }
};
struct Abs {
  static HWY_INLINE auto f(auto, auto a, auto, auto) { return hn::Abs(a); }
};
struct Sign {
  static HWY_INLINE auto f(auto d, auto a, auto, auto) {
    const auto one = hn::Set(d, 1.0F), zero = hn::Zero(d);
    return hn::Sub(hn::IfThenElseZero(hn::Gt(a, zero), one), hn::IfThenElseZero(hn::Lt(a, zero), one));
  }
};
struct Sqrt {
  static HWY_INLINE auto f(auto, auto a, auto, auto) { return hn::Sqrt(a); }
};
struct Select {
  static HWY_INLINE auto f(auto d, auto a, auto b, auto c) { return hn::IfThenElse(hn::Ne(a, hn::Zero(d)), b, c); }
};
struct MultiplyAdd {
  static HWY_INLINE auto f(auto, auto a, auto b, auto c) { return hn::MulAdd(a, b, c); }
};
struct MultiplySubtract {
  static HWY_INLINE auto f(auto, auto a, auto b, auto c) { return hn::NegMulAdd(a, b, c); }
};

template <bool scales>
void step_loop(const LoopArgs& x) {
  const auto *a = static_cast<const float*>(x.a), *b = static_cast<const float*>(x.b),
             *c = static_cast<const float*>(x.c);
  auto* out = static_cast<float*>(x.out);
  const auto [rate, epsilon, scale] = x.numbers;
  for_vectors(x.n, [&, rate = rate, epsilon = epsilon, scale = scale](auto d, size_t i) HWY_ATTR {
    const auto root = hn::Add(hn::Sqrt(hn::LoadU(d, c + i)), hn::Set(d, epsilon));
    const auto step = hn::Div(hn::Mul(hn::Set(d, rate), hn::LoadU(d, b + i)), root);
    auto from = hn::LoadU(d, a + i);
    if (scales) from = hn::Mul(from, hn::Set(d, scale));
    hn::StoreU(hn::Sub(from, step), d, out + i);
  });
}
template <bool scales>
Loop step(Form form) {
  return form == Form::tensors ? &step_loop<scales> : nullptr;
}

Loop FindArithmetic(std::string_view op, Type type, Form form) {
  static constexpr NamedLoop all[] = {
      {"add", binary<Add>},
      {"subtract", binary<Subtract>},
      {"multiply", binary<Multiply>},
      {"divide", binary<Divide>},
      {"maximum", binary<Maximum>},
      {"minimum", binary<Minimum>},
      {"equal", binary<Equal>},
      {"blend", binary<Blend>},
      {"blend_square", binary<BlendSquare>},
      {"step", step<false>},
      {"scale_and_step", step<true>},
      {"affine", unary<Affine>},
      {"relu", unary<Relu>},
      {"positive", unary<Positive>},
      {"abs", unary<Abs>},
      {"sign", unary<Sign>},
      {"sqrt", unary<Sqrt>},
      {"select", ternary<Select>},
      {"multiply_add", ternary<MultiplyAdd>},
      {"multiply_subtract", ternary<MultiplySubtract>},
  };
  return find_in(all, op, type, form);
}

// In vectors, each with a sum of its own; those of each 4096 numbers go into a double.
template <class Term>
HWY_INLINE float sum_of_terms(const float* x, size_t n, const Term& term) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  const hn::CappedTag<float, 1> one;
  double total = 0;
  for (size_t i = 0; i < n; i += 4096) {
    const size_t end = std::min(n, i + 4096);
    auto s0 = hn::Zero(d), s1 = s0, s2 = s0, s3 = s0;
    size_t k = i;
    for (; k + 4 * lanes <= end; k += 4 * lanes) {
      s0 = hn::Add(s0, term(hn::LoadU(d, x + k)));
      s1 = hn::Add(s1, term(hn::LoadU(d, x + k + lanes)));
      s2 = hn::Add(s2, term(hn::LoadU(d, x + k + 2 * lanes)));
      s3 = hn::Add(s3, term(hn::LoadU(d, x + k + 3 * lanes)));
    }
    total += hn::GetLane(hn::SumOfLanes(d, hn::Add(hn::Add(s0, s1), hn::Add(s2, s3))));
    for (; k < end; ++k) total += hn::GetLane(term(hn::LoadU(one, x + k)));
  }
  return static_cast<float>(total);
}

float Sum(const float* x, size_t n) {
  return sum_of_terms(x, n, [](auto v) HWY_ATTR { return v; });
}
float SumOfSquares(const float* x, size_t n) {
  return sum_of_terms(x, n, [](auto v) HWY_ATTR { return hn::Mul(v, v); });
}

// 64 columns at a time stay in registers over blocks of rows.
void AddColumns(const float* x, size_t rows, size_t columns, float* to) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  constexpr size_t block = 256;
  for (size_t r = 0; r < rows; r += block) {
    const size_t end = std::min(rows, r + block);
    size_t c = 0;
    for (; c + 4 * lanes <= columns; c += 4 * lanes) {
      auto s0 = hn::Zero(d), s1 = s0, s2 = s0, s3 = s0;
      for (size_t k = r; k < end; ++k) {
        const float* at = x + k * columns + c;
        s0 = hn::Add(s0, hn::LoadU(d, at));
        s1 = hn::Add(s1, hn::LoadU(d, at + lanes));
        s2 = hn::Add(s2, hn::LoadU(d, at + 2 * lanes));
        s3 = hn::Add(s3, hn::LoadU(d, at + 3 * lanes));
      }
      hn::StoreU(hn::Add(hn::LoadU(d, to + c), s0), d, to + c);
      hn::StoreU(hn::Add(hn::LoadU(d, to + c + lanes), s1), d, to + c + lanes);
      hn::StoreU(hn::Add(hn::LoadU(d, to + c + 2 * lanes), s2), d, to + c + 2 * lanes);
      hn::StoreU(hn::Add(hn::LoadU(d, to + c + 3 * lanes), s3), d, to + c + 3 * lanes);
    }
    for (; c + lanes <= columns; c += lanes) {
      auto s = hn::Zero(d);
      for (size_t k = r; k < end; ++k) s = hn::Add(s, hn::LoadU(d, x + k * columns + c));
      hn::StoreU(hn::Add(hn::LoadU(d, to + c), s), d, to + c);
    }
    for (; c < columns; ++c) {
      float s = 0;
      for (size_t k = r; k < end; ++k) s += x[k * columns + c];
      to[c] += s;
    }
  }
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(FindArithmetic);
HWY_EXPORT(Sum);
HWY_EXPORT(SumOfSquares);
HWY_EXPORT(AddColumns);

[[maybe_unused]] static const bool arithmetic_loops = add_loops(
    [](std::string_view op, Type type, Form form) { return HWY_DYNAMIC_DISPATCH(FindArithmetic)(op, type, form); });

float sum(const float* x, size_t n) { return HWY_DYNAMIC_DISPATCH(Sum)(x, n); }
float sum_of_squares(const float* x, size_t n) { return HWY_DYNAMIC_DISPATCH(SumOfSquares)(x, n); }
void add_columns(const float* x, size_t rows, size_t columns, float* to) {
  HWY_DYNAMIC_DISPATCH(AddColumns)(x, rows, columns, to);
}
}  // namespace plumb::engine
#endif
