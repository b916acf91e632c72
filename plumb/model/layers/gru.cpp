#include "plumb/model/layers/gru.h"

#include "plumb/graph/operators.h"
#include "plumb/graph/recurrent.h"
#include "plumb/model/layers/recurrent.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<GRU>();

Value GRU::build(Scope& scope, Value x) const {
  const Value from = recurrent_input(scope, x, dropout);
  const Value kernel =
      scope.parameter("kernel", {x.dim(2), 3 * units}, kernel_initializer, kernel_regularizer, kernel_constraint);
  const Value recurrent = scope.parameter("recurrent_kernel", {units, 3 * units}, recurrent_initializer,
                                          recurrent_regularizer, recurrent_constraint);
  // One tensor as in Keras: the biases of the input's product, then those of the state's.
  const Value biases =
      use_bias ? scope.parameter("bias", {2, 3 * units}, bias_initializer, bias_regularizer, bias_constraint) : Value();
  const auto bias = [&](int64_t row) {
    return use_bias ? merge_dims(slice(biases, 0, row, row + 1), 0, 2) : no_bias(scope, 3 * units);
  };
  const Value states = gru(from, kernel, recurrent, bias(0), bias(1), scope.lengths_of(x), {.reverse = go_backwards});
  return recurrent_result(states, return_sequences, go_backwards);
}

}  // namespace plumb
