#include "plumb/train/optimizers/sam.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Optimizer>().add<Sam>();

Value Sam::look_ahead(Graph& graph, Value gradient) const {
  require(!optimizer.looks_ahead(), "sam cannot wrap {}, which takes two gradients a step itself", optimizer.name());
  const Value p = graph.flat(), along = adaptive ? abs(p) * gradient : gradient;
  const Value scale = graph.constant(rho) / (sqrt(reduce(square(along), {})) + 1e-12);
  return p + (adaptive ? square(p) * gradient : gradient) * scale;
}

}  // namespace plumb
