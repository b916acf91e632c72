#include "plumb/model/layers/depthwise_conv2d.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/convolution.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<DepthwiseConv2D>();

Value grouped_kernel(Value depthwise_kernel) { return merge_dims(merge_dims(depthwise_kernel, 2, 2), 2, 0); }

Value DepthwiseConv2D::build(Scope& scope, Value x) const {
  const Window window = window_on(x, dilated_size(kernel_size, dilation_rate), strides, padding);
  const Value kernel = scope.parameter("kernel", {kernel_size[0], kernel_size[1], x.dim(3), depth_multiplier},
                                       depthwise_initializer, depthwise_regularizer, depthwise_constraint);
  Value y = convolved(x, grouped_kernel(kernel), window, dilation_rate);
  if (use_bias)
    y = y + expand(scope.parameter("bias", {y.dim(3)}, bias_initializer, bias_regularizer, bias_constraint), y,
                   {.axes = {0, 1, 2}});
  return activation.build(y);
}

}  // namespace plumb
