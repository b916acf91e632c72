#include "plumb/model/layers/global_max_pooling2d.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<GlobalMaxPooling2D>();

Value GlobalMaxPooling2D::build(Scope&, Value x) const {
  require(x.rank() == 4, "needs images [rows, height, width, channels]");
  const Value largest = reduce_max(x, {.axes = {1, 2}});
  return keepdims ? split_dim(largest, 1, {1, 1, x.dim(3)}) : largest;
}

}  // namespace plumb
