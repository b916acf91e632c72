#include "plumb/model/layers/layer_normalization.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<LayerNormalization>();

Value LayerNormalization::build(Scope& scope, Value x) const {
  require(x.rank() >= 2, "needs [rows, …, n]");
  // What is not learned stays neutral, whatever it was told to begin with.
  const Shape size{x.dim(-1)};
  const Value gamma = scale ? scope.parameter("gamma", size, gamma_initializer, gamma_regularizer)
                            : scope.parameter("gamma", size, Ones{}, {}, false);
  const Value beta = center ? scope.parameter("beta", size, beta_initializer, beta_regularizer)
                            : scope.parameter("beta", size, Zeros{}, {}, false);
  return layer_normalization(x, gamma, beta, epsilon);
}

}  // namespace plumb
