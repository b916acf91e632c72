// How a function of vectors becomes a loop; included by each *_simd.cpp, once for each instruction set.
// clang-format off
#if defined(PLUMB_LOOPS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMB_LOOPS_INL_H
#undef PLUMB_LOOPS_INL_H
#else
#define PLUMB_LOOPS_INL_H
#endif
// clang-format on

#include "hwy/highway.h"
#include "plumb/engine/kernels/loops.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class D>
using V = hn::Vec<D>;

/// Whole vectors, then the rest one by one: never past the end, since inputs may be the user's memory.
template <class Body>
HWY_INLINE void for_vectors(size_t n, const Body& body) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) body(d, i);
  const hn::CappedTag<float, 1> one;
  for (; i < n; ++i) body(one, i);
}

template <class Op>
void unary_loop(const LoopArgs& x) {
  const auto* a = static_cast<const float*>(x.a);
  auto* out = static_cast<float*>(x.out);
  for_vectors(x.n, [&](auto d, size_t i) HWY_ATTR {
    hn::StoreU(Op::f(d, hn::LoadU(d, a + i), hn::Set(d, x.p), hn::Set(d, x.q)), d, out + i);
  });
}

template <class Op, Form form>
void binary_loop(const LoopArgs& x) {
  const auto* a = static_cast<const float*>(x.a);
  const auto* b = static_cast<const float*>(x.b);
  auto* out = static_cast<float*>(x.out);
  for_vectors(x.n, [&](auto d, size_t i) HWY_ATTR {
    const auto va = form == Form::first_is_number ? hn::Set(d, *a) : hn::LoadU(d, a + i);
    const auto vb = form == Form::second_is_number ? hn::Set(d, *b) : hn::LoadU(d, b + i);
    hn::StoreU(Op::f(d, va, vb, hn::Set(d, x.p), hn::Set(d, x.q)), d, out + i);
  });
}

template <class Op>
void ternary_loop(const LoopArgs& x) {
  const auto* a = static_cast<const float*>(x.a);
  const auto* b = static_cast<const float*>(x.b);
  const auto* c = static_cast<const float*>(x.c);
  auto* out = static_cast<float*>(x.out);
  for_vectors(x.n, [&](auto d, size_t i) HWY_ATTR {
    hn::StoreU(Op::f(d, hn::LoadU(d, a + i), hn::LoadU(d, b + i), hn::LoadU(d, c + i)), d, out + i);
  });
}

template <class Op>
Loop binary(Form form) {
  switch (form) {
    case Form::second_is_number:
      return &binary_loop<Op, Form::second_is_number>;
    case Form::first_is_number:
      return &binary_loop<Op, Form::first_is_number>;
    default:
      return &binary_loop<Op, Form::tensors>;
  }
}
template <class Op>
Loop unary(Form form) {
  return form == Form::tensors ? &unary_loop<Op> : nullptr;
}
template <class Op>
Loop ternary(Form form) {
  return form == Form::tensors ? &ternary_loop<Op> : nullptr;
}

struct NamedLoop {
  const char* name;
  Loop (*find)(Form);
};
template <size_t n>
Loop find_in(const NamedLoop (&all)[n], std::string_view op, Type type, Form form) {
  if (type == Type::f32)
    for (const NamedLoop& loop : all)
      if (op == loop.name) return loop.find(form);
  return nullptr;
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
