// Loops over integers (steps, labels, masks of lengths), and casts. Plain loops: they are rare, and compilers do well.
#include <algorithm>
#include <cmath>

#include "plumb/engine/kernels/bf16.h"
#include "plumb/engine/kernels/loops.h"

namespace plumb::engine {
namespace {

template <class Out, Out (*f)(int32_t, int32_t), Form form>
void binary_loop(const LoopArgs& x) {
  const auto* a = static_cast<const int32_t*>(x.a);
  const auto* b = static_cast<const int32_t*>(x.b);
  auto* out = static_cast<Out*>(x.out);
  for (size_t i = 0; i < x.n; ++i)
    out[i] = f(a[form == Form::first_is_number ? 0 : i], b[form == Form::second_is_number ? 0 : i]);
}

template <class Out, Out (*f)(int32_t, int32_t)>
Loop binary(Form form) {
  switch (form) {
    case Form::second_is_number:
      return binary_loop<Out, f, Form::second_is_number>;
    case Form::first_is_number:
      return binary_loop<Out, f, Form::first_is_number>;
    default:
      return binary_loop<Out, f, Form::tensors>;
  }
}

int32_t add(int32_t a, int32_t b) { return a + b; }
int32_t subtract(int32_t a, int32_t b) { return a - b; }
int32_t multiply(int32_t a, int32_t b) { return a * b; }
int32_t maximum(int32_t a, int32_t b) { return std::max(a, b); }
int32_t minimum(int32_t a, int32_t b) { return std::min(a, b); }
float equal(int32_t a, int32_t b) { return a == b ? 1.0F : 0.0F; }

template <class Out, class Body>
void unary_loop(const LoopArgs& x, const Body& body) {
  const auto* a = static_cast<const int32_t*>(x.a);
  auto* out = static_cast<Out*>(x.out);
  for (size_t i = 0; i < x.n; ++i) out[i] = body(a[i]);
}
void affine(const LoopArgs& x) {
  unary_loop<int32_t>(x, [&](int32_t a) { return static_cast<int32_t>(std::lround(double{x.p} * a + double{x.q})); });
}
void positive(const LoopArgs& x) {
  unary_loop<float>(x, [](int32_t a) { return a > 0 ? 1.0F : 0.0F; });
}
void sign(const LoopArgs& x) {
  unary_loop<int32_t>(x, [](int32_t a) { return (a > 0) - (a < 0); });
}
void absolute(const LoopArgs& x) {
  unary_loop<int32_t>(x, [](int32_t a) { return std::abs(a); });
}
void relu(const LoopArgs& x) {
  unary_loop<int32_t>(x, [](int32_t a) { return std::max(a, 0); });
}
void select(const LoopArgs& x) {
  const auto *a = static_cast<const int32_t*>(x.a), *b = static_cast<const int32_t*>(x.b),
             *c = static_cast<const int32_t*>(x.c);
  auto* out = static_cast<int32_t*>(x.out);
  for (size_t i = 0; i < x.n; ++i) out[i] = a[i] != 0 ? b[i] : c[i];
}

Loop find(std::string_view op, Type type, Form form) {
  if (type != Type::s32) return nullptr;
  if (op == "add") return binary<int32_t, add>(form);
  if (op == "subtract") return binary<int32_t, subtract>(form);
  if (op == "multiply") return binary<int32_t, multiply>(form);
  if (op == "maximum") return binary<int32_t, maximum>(form);
  if (op == "minimum") return binary<int32_t, minimum>(form);
  if (op == "equal") return binary<float, equal>(form);
  if (form != Form::tensors) return nullptr;
  if (op == "affine") return affine;
  if (op == "positive") return positive;
  if (op == "sign") return sign;
  if (op == "abs") return absolute;
  if (op == "relu") return relu;
  if (op == "select") return select;
  return nullptr;
}

[[maybe_unused]] const bool registered = add_loops(find);

template <class From, class To>
void cast_loop(const LoopArgs& x) {
  const auto* a = static_cast<const From*>(x.a);
  auto* out = static_cast<To*>(x.out);
  for (size_t i = 0; i < x.n; ++i) out[i] = static_cast<To>(a[i]);
}
// One byte: anything but 0 is true.
template <class To>
void from_boolean(const LoopArgs& x) {
  const auto* a = static_cast<const uint8_t*>(x.a);
  auto* out = static_cast<To*>(x.out);
  for (size_t i = 0; i < x.n; ++i) out[i] = static_cast<To>(a[i] != 0);
}

void round_to_bf16(const LoopArgs& x) { to_bf16(static_cast<const float*>(x.a), x.n, static_cast<uint16_t*>(x.out)); }

template <class From>
Loop cast_from(Type to) {
  if (to == Type::f32) return cast_loop<From, float>;
  if (to == Type::s32) return cast_loop<From, int32_t>;
  return nullptr;
}

}  // namespace

Loop find_cast(Type from, Type to) {
  if (from == Type::f32 && to == Type::bf16) return round_to_bf16;
  if (from == Type::f32) return cast_from<float>(to);
  if (from == Type::s32) return cast_from<int32_t>(to);
  if (from == Type::u8) return cast_from<uint8_t>(to);
  if (from == Type::s8) return cast_from<int8_t>(to);
  if (from == Type::s64) return cast_from<int64_t>(to);
  if (from == Type::boolean)
    return to == Type::f32 ? from_boolean<float> : to == Type::s32 ? from_boolean<int32_t> : nullptr;
  return nullptr;
}

}  // namespace plumb::engine
