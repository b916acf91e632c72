#include "plumb/model/layers/conv2d.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/convolution.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Conv2D>();

Value Conv2D::build(Scope& scope, Value x) const {
  const Window window = window_on(x, dilated_size(kernel_size, dilation_rate), strides, padding);
  require(x.dim(3) % groups == 0 && filters % groups == 0,
          "groups must divide the channels and the filters; {} divides {} and {} not both", groups, x.dim(3), filters);
  const Value kernel = scope.parameter("kernel", {kernel_size[0], kernel_size[1], x.dim(3) / groups, filters},
                                       kernel_initializer, kernel_regularizer, kernel_constraint);
  Value y = convolved(x, kernel, window, dilation_rate);
  if (use_bias)
    y = y + expand(scope.parameter("bias", {filters}, bias_initializer, bias_regularizer, bias_constraint), y,
                   {.axes = {0, 1, 2}});
  return activation.build(y);
}

}  // namespace plumb
