#include "plumb/model/layers/cropping2d.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Cropping2D>();

Value Cropping2D::build(Scope&, Value x) const {
  require(x.rank() == 4, "needs images [rows, height, width, channels]");
  for (int axis = 1; axis <= 2; ++axis) {
    const auto [before, after] = cropping[static_cast<size_t>(axis - 1)];
    require(before >= 0 && after >= 0, "cropping must not be negative, got [{}, {}]; `zero_padding2d` adds cells",
            before, after);
    require(before + after < x.dim(axis), "cropping [{}, {}] leaves nothing of {} cells; crop less", before, after,
            x.dim(axis));
    x = slice(x, axis, before, x.dim(axis) - after);
  }
  return x;
}

}  // namespace plumb
