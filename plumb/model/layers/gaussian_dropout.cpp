#include "plumb/model/layers/gaussian_dropout.h"

#include <cmath>

#include "plumb/graph/operators/random_normal.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<GaussianDropout>();

Value GaussianDropout::build(Scope& scope, Value x) const {
  require(x.type() == Type::f32, "multiplies numbers, not codes ({}); put `embedding` before it", text(x.type()));
  const uint32_t stream = scope.stream();
  if (!scope.training || rate == 0) return x;
  const Value noise = random_normal(x, scope.step(), {.seed = scope.seed, .stream = stream});
  return x * (noise * std::sqrt(rate / (1 - rate)) + 1);
}

}  // namespace plumb
