#include "plumb/model/layers/gaussian_noise.h"

#include "plumb/graph/operators/random_normal.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<GaussianNoise>();

Value GaussianNoise::build(Scope& scope, Value x) const {
  require(x.type() == Type::f32, "adds noise to numbers, not to codes ({}); put `embedding` before it", text(x.type()));
  const uint32_t stream = scope.stream();
  if (!scope.training || stddev == 0) return x;
  return x + random_normal(x, scope.step(), {.seed = scope.seed, .stream = stream}) * stddev;
}

}  // namespace plumb
