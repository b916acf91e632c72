#include "plumb/graph/operators/recurrence.h"

/// lstm and its steps.
namespace plumb {
namespace {

Value definition(const Node& n, Value lengths) {
  const Value gates = n.in[0], u = n.in[1];
  const int64_t units = u.dim(0);
  return unrolled(gates, units, lengths, recurrence(n).reverse, 2, [&](Value x, const Values& states) {
    const Value sum = x + matmul(states[0], u);
    const Value i = sigmoid(gate(sum, units, 0)), f = sigmoid(gate(sum, units, 1));
    const Value g = tanh(gate(sum, units, 2)), o = sigmoid(gate(sum, units, 3));
    const Value c = f * states[1] + i * g;
    return Values{o * tanh(c), c};
  });
}

const Operator& network_op = define({
    .name = "lstm",  // (x, kernel, recurrent, bias[, lengths])
    .shape = [](const Node& n) { return check_network(n, 4, 4); },
    .decompose =
        [](const Node& n) {
          return lstm_steps(projected(n.in[0], n.in[1], n.in[3]), n.in[2], lengths_behind(n, 4), recurrence(n));
        },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          onnx_recurrent(n, form, "LSTM", {0, 3, 1, 2}, 1, {});
        },  // i, o, f, g
    .multiply_adds = multiply_adds_of_network,
});

const Operator& steps_op = define({
    .name = "lstm_steps",  // (gates, recurrent[, lengths])
    .shape = [](const Node& n) { return check_steps(n, 4, 2); },
    .gradient =
        [](const Node& n, Value dy) {
          const Value lengths = lengths_behind(n, 2);
          const Value d = lstm_steps_grad(n.in[0], n.in[1], n.self, dy, lengths, recurrence(n));
          const Value du = step_product(n.self, d, {0, d.dim(2), recurrence(n).reverse});
          return lengths ? Values{d, du, {}} : Values{d, du};
        },
    .decompose = [](const Node& n) { return definition(n, lengths_behind(n, 2)); },
    .multiply_adds = multiply_adds_of_steps,
});

const Operator& grad_op = define({
    .name = "lstm_steps_grad",  // (gates, recurrent, y, dy[, lengths])
    .shape =
        [](const Node& n) {
          check_states(n, check_steps(n, 4, 4), {2, 3});
          return n.in[0].shape();
        },
    .decompose = [](const Node& n) { return pull_back(definition(n, lengths_behind(n, 4)), n.in[3], {n.in[0]})[0]; },
    .multiply_adds = multiply_adds_of_steps,
});

}  // namespace

Value lstm(Value x, Value kernel, Value recurrent, Value bias, Value lengths, Recurrence o) {
  return apply(network_op, with_lengths({x, kernel, recurrent, bias}, lengths), o);
}
Value lstm_steps(Value gates, Value recurrent, Value lengths, Recurrence o) {
  return apply(steps_op, with_lengths({gates, recurrent}, lengths), o);
}
Value lstm_steps_grad(Value gates, Value recurrent, Value y, Value dy, Value lengths, Recurrence o) {
  return apply(grad_op, with_lengths({gates, recurrent, y, dy}, lengths), o);
}

}  // namespace plumb
