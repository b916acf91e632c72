#include "plumb/model/layers/conv2d_transpose.h"

#include <algorithm>

#include "plumb/graph/operators.h"
#include "plumb/graph/repeat.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Conv2DTranspose>();

Value Conv2DTranspose::build(Scope& scope, Value x) const {
  require(x.rank() == 4 && x.type() == Type::f32, "needs images [rows, height, width, channels]");
  const bool same = padding == Padding::same;
  const auto larger = [&](int axis) {
    const auto a = static_cast<size_t>(axis - 1);
    return x.dim(axis) * strides[a] + (same ? 0 : std::max<int64_t>(kernel_size[a] - strides[a], 0));
  };
  const Value like = shaped_like(x, {larger(1), larger(2), filters});
  const Window window = window_on(like, kernel_size, strides, padding);
  const Value kernel = scope.parameter("kernel", {kernel_size[0], kernel_size[1], filters, x.dim(3)},
                                       kernel_initializer, kernel_regularizer);
  Value y = conv2d_grad_input(x, kernel, like, window);
  if (use_bias)
    y = y + expand(scope.parameter("bias", {filters}, bias_initializer, bias_regularizer), y, {.axes = {0, 1, 2}});
  return activation.build(y);
}

}  // namespace plumb
