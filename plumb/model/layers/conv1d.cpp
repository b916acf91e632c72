#include "plumb/model/layers/conv1d.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/convolution.h"
#include "plumb/model/layers/sequence_window.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Conv1D>();

Value Conv1D::build(Scope& scope, Value x) const {
  const int64_t seen = (kernel_size - 1) * dilation_rate + 1;
  const bool valid = padding == SequencePadding::valid;
  Window window = window_on_steps(x, seen, strides, valid ? Padding::valid : Padding::same);
  if (padding == SequencePadding::causal) window.pads = {0, seen - 1, 0, 0};
  const int64_t channels = x.dim(2);
  require(channels % groups == 0 && filters % groups == 0,
          "groups must divide the channels and the filters; {} divides {} and {} not both", groups, channels, filters);
  const Value kernel = scope.parameter("kernel", {kernel_size, channels / groups, filters}, kernel_initializer,
                                       kernel_regularizer, kernel_constraint);
  const Value image = as_image(with_padding(scope, x, 0));
  Value y = as_sequence(convolved(image, merge_dims(kernel, 0, 0), window, {1, dilation_rate}));
  if (use_bias)
    y = y + expand(scope.parameter("bias", {filters}, bias_initializer, bias_regularizer, bias_constraint), y,
                   {.axes = {0, 1}});
  y = activation.build(y);
  slide_lengths(scope, x, y, valid ? seen - 1 : 0, strides);
  return y;
}

}  // namespace plumb
