#include "plumb/model/layers/lstm.h"

#include "plumb/graph/recurrent.h"
#include "plumb/model/layers/recurrent.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<LSTM>();

namespace {

/// Biases as `others` has them, but 1 for the forget gate, the second of four.
struct ForgetBias {
  Initial others = {};
  static constexpr auto name = "forget_bias";
  static void describe(auto&, auto&) {}
  void fill(const Shape& shape, Random& random, float* to) const {
    others(shape, random.bits(), to);
    std::fill_n(to + shape[0] / 4, shape[0] / 4, 1.0F);
  }
};

}  // namespace

Value LSTM::build(Scope& scope, Value x) const {
  const Value from = recurrent_input(scope, x, dropout);
  const Value kernel =
      scope.parameter("kernel", {x.dim(2), 4 * units}, kernel_initializer, kernel_regularizer, kernel_constraint);
  const Value recurrent = scope.parameter("recurrent_kernel", {units, 4 * units}, recurrent_initializer,
                                          recurrent_regularizer, recurrent_constraint);
  const Initializer begins = unit_forget_bias ? ForgetBias{bias_initializer.initial()} : bias_initializer;
  const Value bias = use_bias ? scope.parameter("bias", {4 * units}, begins, bias_regularizer, bias_constraint)
                              : no_bias(scope, 4 * units);
  const Value states = lstm(from, kernel, recurrent, bias, scope.lengths_of(x), {.reverse = go_backwards});
  return recurrent_result(states, return_sequences, go_backwards);
}

}  // namespace plumb
