#include "plumb/model/layers/dropout.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Dropout>();

Value Dropout::build(Scope& scope, Value x) const {
  const uint32_t stream = scope.stream();
  if (!scope.training || rate == 0) return x;
  return x * random_mask(x, scope.step(), {.rate = rate, .seed = scope.seed, .stream = stream});
}

}  // namespace plumb
