#pragma once

#include "plumb/graph/graph.h"

/// Recurrent networks over sequences [rows, time, n], from a state of zeros; the states of all steps come out, [rows,
/// time, units]. Each composes one product of all steps with `kernel` [n, gates * units], and the steps themselves, of
/// which engines have kernels. Gates stand in Keras's order.
///
/// `lengths`, s32 [rows], may be empty. A step behind a row's length keeps the state: in the forward direction the last
/// state is repeated there; in reverse, where padding comes first, it is zero.
namespace plumb {

struct Recurrence {
  bool reverse = false;  // from the last step to the first; the result of each step stays in its place
  bool relu = false;     // simple_rnn: instead of tanh
  void fields(auto f) const { f("reverse", reverse), f("relu", relu); }
};

/// h' = tanh(x kernel + bias + h recurrent); recurrent [units, units].
Value simple_rnn(Value x, Value kernel, Value recurrent, Value bias, Value lengths, Recurrence o = {});
/// Gates i, f, g, o = x kernel + bias + h recurrent; c' = sigmoid(f) c + sigmoid(i) tanh(g); h' = sigmoid(o) tanh(c')
/// (Hochreiter and Schmidhuber, 1997). recurrent [units, 4 units].
Value lstm(Value x, Value kernel, Value recurrent, Value bias, Value lengths, Recurrence o = {});
/// Gates z, r, g = x kernel + bias and z", r", g" = h recurrent + recurrent_bias; h' = Z h + (1 - Z) tanh(g + R g")
/// with Z = sigmoid(z + z"), R = sigmoid(r + r") (Cho et al., 2014; the reset gate after the product, as in cuDNN,
/// PyTorch and Keras's `reset_after`). recurrent [units, 3 units].
Value gru(Value x, Value kernel, Value recurrent, Value bias, Value recurrent_bias, Value lengths, Recurrence o = {});

// ---- The steps, from what the input gives to the gates: `gates` [rows, time, gates * units].
Value simple_rnn_steps(Value gates, Value recurrent, Value lengths, Recurrence o = {});
Value lstm_steps(Value gates, Value recurrent, Value lengths, Recurrence o = {});
Value gru_steps(Value gates, Value recurrent, Value recurrent_bias, Value lengths, Recurrence o = {});

// ---- Their gradients by the gates; y is the result of the steps, so that an engine may remember more beside it.
Value simple_rnn_steps_grad(Value gates, Value recurrent, Value y, Value dy, Value lengths, Recurrence o = {});
Value lstm_steps_grad(Value gates, Value recurrent, Value y, Value dy, Value lengths, Recurrence o = {});
Value gru_steps_grad(Value gates, Value recurrent, Value recurrent_bias, Value y, Value dy, Value lengths,
                     Recurrence o = {});
/// The derivatives by g", R times those by g, from the derivatives d by all gates: [rows, time, units], 0 where
/// a step does not count.
Value gru_steps_reset(Value gates, Value recurrent, Value recurrent_bias, Value y, Value d, Value lengths,
                      Recurrence o = {});

/// The sum over rows and steps of (state before the step)' d[begin, end): the gradient by recurrent weights, from the
/// states y [rows, time, units] and the derivatives d [rows, time, n].
struct StepProduct {
  int64_t begin = 0, end = 0;
  bool reverse = false;
  void fields(auto f) const { f("begin", begin), f("end", end), f("reverse", reverse); }
};
Value step_product(Value y, Value d, StepProduct o);
/// The states before each step: y one step later, zeros first.
Value states_before(Value y, bool reverse);

}  // namespace plumb
