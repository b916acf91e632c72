#include "plumb/model/layers/recurrent.h"

#include "plumb/graph/operators.h"

namespace plumb {

Value recurrent_input(Scope& scope, Value x, double dropout) {
  const uint32_t stream = scope.stream();
  require(x.rank() == 3 && x.type() == Type::f32,
          "needs sequences of numbers [rows, time, n]; put `embedding` before codes");
  if (!scope.training || dropout == 0) return x;
  const Value one_step = reduce(x, {.axes = {1}});  // lends its shape only
  const Value mask = random_mask(one_step, scope.step(), {.rate = dropout, .seed = scope.seed, .stream = stream});
  return x * expand(mask, x, {.axes = {1}});
}

Value recurrent_result(Value states, bool return_sequences, bool reverse) {
  if (return_sequences) return states;
  const int64_t last = reverse ? 0 : states.dim(1) - 1;
  return merge_dims(slice(states, 1, last, last + 1), 1, 2);
}

Value no_bias(Scope& scope, int64_t size) {
  return scope.graph.table("zeros " + std::to_string(size), {size}, std::vector<float>(static_cast<size_t>(size)));
}

}  // namespace plumb
