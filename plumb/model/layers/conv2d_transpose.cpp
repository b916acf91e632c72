#include "plumb/model/layers/conv2d_transpose.h"

#include <algorithm>

#include "plumb/graph/operators.h"
#include "plumb/graph/repeat.h"
#include "plumb/model/layers/convolution.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Conv2DTranspose>();

namespace {

/// What the layer makes of x: height and width, and the window that would give x back if it slid over that.
struct Larger {
  std::array<int64_t, 2> size{};
  Window window;
};

Larger larger(const Conv2DTranspose& layer, Value x) {
  Larger made{.size = {}, .window = {.size = dilated_size(layer.kernel_size, layer.dilation_rate)}};
  made.window.stride = layer.strides;
  for (size_t a = 0; a < 2; ++a) {
    const int64_t stride = layer.strides[a], seen = made.window.size[a];
    const bool same = layer.padding == Padding::same;
    int64_t last = same ? stride : std::max(seen, stride);  // cells from where the last window begins
    if (layer.output_padding) {
      const int64_t more = (*layer.output_padding)[a];
      require(more < stride, "needs an `output_padding` below its strides; {} is not below {}", more, stride);
      last = (same ? seen % 2 : seen) + more;
    }
    made.size[a] = (x.dim(static_cast<int>(a) + 1) - 1) * stride + last;
    require(made.size[a] > 0, "leaves nothing of an image of {}x{}; write a larger `output_padding`", x.dim(1),
            x.dim(2));
    const int64_t cut = std::max<int64_t>(seen - last, 0);  // what windows cover outside
    made.window.pads[a] = cut / 2;
    made.window.pads[a + 2] = cut - cut / 2;
  }
  return made;
}

/// A kernel with zeros between its taps, so that they lie `dilation` cells apart.
Value spread_taps(Value kernel, std::array<int64_t, 2> dilation) {
  for (int axis = 0; axis < 2; ++axis) {
    const int64_t taps = kernel.dim(axis), apart = dilation[static_cast<size_t>(axis)];
    if (apart == 1) continue;
    const Value each = slice_grad(merge_dims(kernel, axis + 1, 0), repeat(kernel, axis + 1, apart), axis + 1, 0);
    kernel = slice(merge_dims(each, axis, 2), axis, 0, (taps - 1) * apart + 1);
  }
  return kernel;
}

}  // namespace

Value Conv2DTranspose::build(Scope& scope, Value x) const {
  require(x.rank() == 4 && x.type() == Type::f32, "needs images [rows, height, width, channels]");
  const auto [size, window] = larger(*this, x);
  const Value kernel = scope.parameter("kernel", {kernel_size[0], kernel_size[1], filters, x.dim(3)},
                                       kernel_initializer, kernel_regularizer, kernel_constraint);
  Value y =
      conv2d_grad_input(x, spread_taps(kernel, dilation_rate), shaped_like(x, {size[0], size[1], filters}), window);
  if (use_bias)
    y = y + expand(scope.parameter("bias", {filters}, bias_initializer, bias_regularizer, bias_constraint), y,
                   {.axes = {0, 1, 2}});
  return activation.build(y);
}

}  // namespace plumb
