#include "plumb/model/layers/global_max_pooling1d.h"

#include "plumb/graph/lengths.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/sequence_window.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<GlobalMaxPooling1D>();

namespace {

Value largest_of_steps(Value x, Value lengths) {
  if (!lengths) return reduce_max(x, {.axes = {1}});
  const Value counts = expand(steps_that_count(lengths, x), x, {.axes = {2}});
  const Value lowest = expand(x.graph().constant(-3e38, x.type()), x, {});
  const Value largest = reduce_max(select(counts, x, lowest), {.axes = {1}});
  const Value any = expand(positive(cast(lengths, x.type())), largest, {.axes = {1}});
  return select(any, largest, expand(x.graph().constant(0, x.type()), largest, {}));
}

}  // namespace

Value GlobalMaxPooling1D::build(Scope& scope, Value x) const {
  require(x.rank() == 3, "needs sequences [rows, time, n]");
  const Value one = largest_of_steps(x, scope.lengths_of(x));
  return keepdims ? as_one_step(scope, one) : one;
}

}  // namespace plumb
