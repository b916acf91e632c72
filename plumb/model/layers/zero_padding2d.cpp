#include "plumb/model/layers/zero_padding2d.h"

#include "plumb/graph/operators.h"
#include "plumb/graph/repeat.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<ZeroPadding2D>();

Value ZeroPadding2D::build(Scope&, Value x) const {
  require(x.rank() == 4, "needs images [rows, height, width, channels]");
  for (int axis = 1; axis <= 2; ++axis) {
    const auto [before, after] = padding[static_cast<size_t>(axis - 1)];
    require(before >= 0 && after >= 0, "padding must not be negative, got [{}, {}]; `cropping2d` takes cells away",
            before, after);
    Shape larger(x.shape().begin() + 1, x.shape().end());
    larger[static_cast<size_t>(axis - 1)] += before + after;
    if (before + after > 0) x = slice_grad(x, shaped_like(x, larger), axis, before);
  }
  return x;
}

}  // namespace plumb
