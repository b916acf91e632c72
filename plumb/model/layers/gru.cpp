#include "plumb/model/layers/gru.h"

#include "plumb/graph/recurrent.h"
#include "plumb/model/layers/recurrent.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<GRU>();

Value GRU::build(Scope& scope, Value x) const {
  const Value from = recurrent_input(scope, x, dropout);
  const Value kernel = scope.parameter("kernel", {x.dim(2), 3 * units}, kernel_initializer, kernel_regularizer);
  const Value recurrent =
      scope.parameter("recurrent_kernel", {units, 3 * units}, recurrent_initializer, recurrent_regularizer);
  const auto bias = [&](const char* name) {
    return use_bias ? scope.parameter(name, {3 * units}, bias_initializer) : no_bias(scope, 3 * units);
  };
  const Value outer = bias("bias"), inner = bias("recurrent_bias");
  const Value states = gru(from, kernel, recurrent, outer, inner, scope.lengths_of(x), {.reverse = go_backwards});
  return recurrent_result(states, return_sequences, go_backwards);
}

}  // namespace plumb
