#include "plumb/model/layers/reconstruction_error.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<ReconstructionError>();

Value ReconstructionError::build(Scope& scope, Value x) const {
  require(x.rank() == 2 && x.type() == Type::f32, "needs numbers [rows, n]; put `flatten` or `embedding` before it");
  Value y = x;
  for (const Layer& layer : layers) y = layer.build(scope, y);
  require(y.shape() == x.shape(), "{} numbers a row came back for {}; end in `dense: {{units: {}}}`",
          y.rank() == 2 ? std::to_string(y.dim(1)) : "other shapes of", x.dim(1), x.dim(1));
  return merge_dims(reduce(square(x - y), {.axes = {1}, .mean = true}), 1, 0);
}

}  // namespace plumb
