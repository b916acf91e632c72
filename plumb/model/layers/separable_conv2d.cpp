#include "plumb/model/layers/separable_conv2d.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/convolution.h"
#include "plumb/model/layers/depthwise_conv2d.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<SeparableConv2D>();

Value SeparableConv2D::build(Scope& scope, Value x) const {
  const Window window = window_on(x, dilated_size(kernel_size, dilation_rate), strides, padding);
  const Value windows =
      scope.parameter("depthwise_kernel", {kernel_size[0], kernel_size[1], x.dim(3), depth_multiplier},
                      depthwise_initializer, depthwise_regularizer, depthwise_constraint);
  const Value map = scope.parameter("pointwise_kernel", {1, 1, x.dim(3) * depth_multiplier, filters},
                                    pointwise_initializer, pointwise_regularizer, pointwise_constraint);
  Value y = conv2d(convolved(x, grouped_kernel(windows), window, dilation_rate), map, {});
  if (use_bias)
    y = y + expand(scope.parameter("bias", {filters}, bias_initializer, bias_regularizer, bias_constraint), y,
                   {.axes = {0, 1, 2}});
  return activation.build(y);
}

}  // namespace plumb
