#include "plumb/model/layers/simple_rnn.h"

#include "plumb/graph/recurrent.h"
#include "plumb/model/layers/recurrent.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<SimpleRNN>();

Value SimpleRNN::build(Scope& scope, Value x) const {
  const Value from = recurrent_input(scope, x, dropout);
  const Value kernel =
      scope.parameter("kernel", {x.dim(2), units}, kernel_initializer, kernel_regularizer, kernel_constraint);
  const Value recurrent = scope.parameter("recurrent_kernel", {units, units}, recurrent_initializer,
                                          recurrent_regularizer, recurrent_constraint);
  const Value bias = use_bias ? scope.parameter("bias", {units}, bias_initializer, bias_regularizer, bias_constraint)
                              : no_bias(scope, units);
  const Value states = simple_rnn(from, kernel, recurrent, bias, scope.lengths_of(x),
                                  {.reverse = go_backwards, .relu = activation == RecurrentActivation::relu});
  return recurrent_result(states, return_sequences, go_backwards);
}

}  // namespace plumb
