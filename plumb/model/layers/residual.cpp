#include "plumb/model/layers/residual.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/conv2d.h"
#include "plumb/model/layers/dense.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Residual>();

/// The stride that makes `from` cells `to` (ceil(from / stride) = to), or 0.
static int64_t stride_between(int64_t from, int64_t to) {
  for (int64_t stride = 1; stride <= from; ++stride)
    if ((from + stride - 1) / stride == to) return stride;
  return 0;
}

static Layer projection(Value x, Value y) {
  require(x.rank() == y.rank() && (x.rank() == 2 || x.rank() == 4),
          "the block changes the number of axes, so nothing can be added; take `flatten` out of it");
  if (x.rank() == 2) return Dense{.units = y.dim(1), .use_bias = false};
  const std::array strides{stride_between(x.dim(1), y.dim(1)), stride_between(x.dim(2), y.dim(2))};
  require(strides[0] > 0 && strides[1] > 0,
          "the block makes {}x{} of an image of {}x{}, which no stride does; write `padding: same` in its layers",
          y.dim(1), y.dim(2), x.dim(1), x.dim(2));
  return Conv2D{.filters = y.dim(3), .kernel_size = {1, 1}, .strides = strides, .use_bias = false};
}

Value Residual::build(Scope& scope, Value x) const {
  Value y = x;
  for (const Layer& layer : layers) y = layer.build(scope, y);
  if (y.shape() != x.shape()) x = projection(x, y).build(scope, x);
  return activation.build(x + y);
}

}  // namespace plumb
