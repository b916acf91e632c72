#include "plumb/model/layers/convolution.h"

#include "plumb/graph/repeat.h"

namespace plumb {

Value convolved(Value x, Value kernel, const Window& window, std::array<int64_t, 2> dilation) {
  if (dilation == std::array<int64_t, 2>{1, 1}) return conv2d(x, kernel, window);
  require(window.stride == std::array<int64_t, 2>{1, 1},
          "takes strides or a dilation_rate, not both; write `strides: 1` or `dilation_rate: 1`");
  // Pads, and zeros behind them up to a multiple of the dilation.
  std::array<int64_t, 2> coarse{}, result{};
  for (int axis = 1; axis <= 2; ++axis) {
    const auto a = static_cast<size_t>(axis - 1);
    const int64_t padded = x.dim(axis) + window.pads[a] + window.pads[a + 2];
    coarse[a] = (padded + dilation[a] - 1) / dilation[a];
    result[a] = padded - window.size[a] + 1;
    Shape larger(x.shape().begin() + 1, x.shape().end());
    larger[a] = coarse[a] * dilation[a];
    x = slice_grad(x, shaped_like(x, larger), axis, window.pads[a]);
  }
  const Value split = split_dim(split_dim(x, 2, {coarse[1], dilation[1]}), 1, {coarse[0], dilation[0]});
  const Value images = merge_dims(permute(split, {0, 2, 4, 1, 3, 5}), 0, 3);
  const Value y =
      split_dim(conv2d(images, kernel, {.size = {kernel.dim(0), kernel.dim(1)}}), 0, {-1, dilation[0], dilation[1]});
  const Value whole = merge_dims(merge_dims(permute(y, {0, 3, 1, 4, 2, 5}), 3, 2), 1, 2);
  return slice(slice(whole, 1, 0, result[0]), 2, 0, result[1]);
}

}  // namespace plumb
