#include "plumb/model/layers/conv2d.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Conv2D>();

Value Conv2D::build(Scope& scope, Value x) const {
  const Window window = window_on(x, kernel_size, strides, padding);
  const Value kernel = scope.parameter("kernel", {kernel_size[0], kernel_size[1], x.dim(3), filters},
                                       kernel_initializer, kernel_regularizer);
  Value y = conv2d(x, kernel, window);
  if (use_bias) y = y + expand(scope.parameter("bias", {filters}, bias_initializer), y, {.axes = {0, 1, 2}});
  return activation.build(y);
}

}  // namespace plumb
