#include "plumb/model/layers/global_average_pooling1d.h"

#include "plumb/graph/lengths.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/sequence_window.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<GlobalAveragePooling1D>();

namespace {

Value mean_of_steps(Value x, Value lengths) {
  if (!lengths) return reduce(x, {.axes = {1}, .mean = true});
  const Value sum = reduce(x * expand(steps_that_count(lengths, x), x, {.axes = {2}}), {.axes = {1}});
  const Value steps = maximum(cast(lengths, x.type()), x.graph().constant(1, x.type()));
  return sum / expand(steps, sum, {.axes = {1}});
}

}  // namespace

Value GlobalAveragePooling1D::build(Scope& scope, Value x) const {
  require(x.rank() == 3, "needs sequences [rows, time, n]");
  const Value one = mean_of_steps(x, scope.lengths_of(x));
  return keepdims ? as_one_step(scope, one) : one;
}

}  // namespace plumb
