#include "plumb/model/layers/layer_normalization.h"

#include "plumb/graph/operators.h"
#include "plumb/model/layers/feature_axes.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<LayerNormalization>();

Value LayerNormalization::build(Scope& scope, Value x) const {
  return with_axes_last(x, feature_axes(x, axis), [&](Value last) {
    // What is not learned stays neutral, whatever it was told to begin with.
    const Shape size{last.dim(-1)};
    const Value gamma = scale ? scope.parameter("gamma", size, gamma_initializer, gamma_regularizer, gamma_constraint)
                              : scope.parameter("gamma", size, Ones{}, {}, {}, false);
    const Value beta = center ? scope.parameter("beta", size, beta_initializer, beta_regularizer, beta_constraint)
                              : scope.parameter("beta", size, Zeros{}, {}, {}, false);
    return layer_normalization(last, gamma, beta, epsilon);
  });
}

}  // namespace plumb
