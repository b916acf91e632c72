#include "plumb/model/layers/layer_normalization.h"

#include "plumb/graph/operators.h"
#include "plumb/model/initializers/ones.h"
#include "plumb/model/initializers/zeros.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<LayerNormalization>();

Value LayerNormalization::build(Scope& scope, Value x) const {
  require(x.rank() >= 2, "needs [rows, …, n]");
  const Value gamma = scope.parameter("gamma", {x.dim(-1)}, Ones{}, {}, scale);
  const Value beta = scope.parameter("beta", {x.dim(-1)}, Zeros{}, {}, center);
  return layer_normalization(x, gamma, beta, epsilon);
}

}  // namespace plumb
