#include "plumb/model/layers/global_average_pooling2d.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<GlobalAveragePooling2D>();

Value GlobalAveragePooling2D::build(Scope&, Value x) const {
  require(x.rank() == 4, "needs images [rows, height, width, channels]");
  const Value means = reduce(x, {.axes = {1, 2}, .mean = true});
  return keepdims ? split_dim(means, 1, {1, 1, x.dim(3)}) : means;
}

}  // namespace plumb
