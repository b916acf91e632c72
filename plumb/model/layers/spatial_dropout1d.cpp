#include "plumb/model/layers/spatial_dropout1d.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<SpatialDropout1D>();

Value SpatialDropout1D::build(Scope& scope, Value x) const {
  require(x.rank() == 3, "needs sequences [rows, time, n]");
  const uint32_t stream = scope.stream();
  if (!scope.training || rate == 0) return x;
  const Value like = reduce(x, {.axes = {1}});  // a number for each channel of a row; lends its shape only
  const Value kept = random_mask(like, scope.step(), {.rate = rate, .seed = scope.seed, .stream = stream});
  return x * expand(kept, x, {.axes = {1}});
}

}  // namespace plumb
