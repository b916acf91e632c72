// MatMul (with stacks of matrices) and Gemm.
#include "plumb/onnx/products.h"

#include "plumb/onnx/operation.h"

namespace plumb::onnx {
namespace {

Tensor matmul(const Call& call) {
  const Tensor &a = call.at(0), &b = call.at(1);
  if (a.shape.size() < 2 || b.shape.size() < 2 || a.element != b.element)
    call.refuse(fmt::format("cannot multiply {} {} by {} {}", text(a.element), a.shape, text(b.element), b.shape));
  const int64_t m = a.shape.end()[-2], k = a.shape.end()[-1], n = b.shape.end()[-1];
  if (b.shape.end()[-2] != k) call.refuse(fmt::format("cannot multiply {} by {}", a.shape, b.shape));
  const Shape stack_a(a.shape.begin(), a.shape.end() - 2), stack_b(b.shape.begin(), b.shape.end() - 2);
  const Shape stack = broadcast(call, stack_a, stack_b);
  Shape shape = stack;
  shape.push_back(m), shape.push_back(n);
  Tensor y = zeros(a.element, shape);
  const auto at_a = broadcast_places(stack_a, stack), at_b = broadcast_places(stack_b, stack);
  for_number(call, a.element, [&](auto zero) {
    using T = decltype(zero);
    for (size_t i = 0; i < at_a.size(); ++i)
      multiply(values<T>(a).data() + at_a[i] * m * k, values<T>(b).data() + at_b[i] * k * n,
               values<T>(y).data() + static_cast<int64_t>(i) * m * n, static_cast<size_t>(m), static_cast<size_t>(k),
               static_cast<size_t>(n));
  });
  return y;
}

std::vector<float> turned(const Tensor& x) {
  std::vector<float> y;
  for (int64_t j = 0; j < x.shape[1]; ++j)
    for (int64_t i = 0; i < x.shape[0]; ++i) y.push_back(x.floats[static_cast<size_t>(i * x.shape[1] + j)]);
  return y;
}

/// alpha * a b + beta * c; a and b transposed on request.
Tensor gemm(const Call& call) {
  const Tensor &a = call.at(0), &b = call.at(1);
  const bool ta = call.whole("transA", 0) != 0, tb = call.whole("transB", 0) != 0;
  if (a.element != Element::f32 || b.element != Element::f32 || a.shape.size() != 2 || b.shape.size() != 2)
    call.refuse("takes two float32 matrices");
  const int64_t m = a.shape[ta], k = a.shape[!ta], n = b.shape[!tb];
  if (b.shape[tb] != k) call.refuse(fmt::format("cannot multiply {} by {}", a.shape, b.shape));
  Tensor y = zeros(Element::f32, {m, n});
  const auto left = ta ? turned(a) : a.floats, right = tb ? turned(b) : b.floats;
  multiply(left.data(), right.data(), y.floats.data(), static_cast<size_t>(m), static_cast<size_t>(k),
           static_cast<size_t>(n));
  const float alpha = call.attribute<float>("alpha", 1), beta = call.attribute<float>("beta", 1);
  for (float& cell : y.floats) cell *= alpha;
  if (!call.has(2)) return y;
  const Tensor& c = call.at(2);
  if (broadcast(call, c.shape, y.shape) != y.shape) call.refuse(fmt::format("cannot add {} to {}", c.shape, y.shape));
  const auto places = broadcast_places(c.shape, y.shape);
  for (size_t i = 0; i < places.size(); ++i) y.floats[i] += beta * c.floats.at(static_cast<size_t>(places[i]));
  return y;
}

[[maybe_unused]] const bool registered[] = {
    add_operation("MatMul", matmul),
    add_operation("Gemm", gemm),
};

}  // namespace
}  // namespace plumb::onnx
