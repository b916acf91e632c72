#include "plumb/graph/operators/recurrence.h"

/// simple_rnn and its steps (Elman, 1990).
namespace plumb {
namespace {

Value definition(const Node& n, Value lengths) {
  const Value gates = n.in[0], u = n.in[1];
  const bool is_relu = recurrence(n).relu;
  return unrolled(gates, u.dim(0), lengths, recurrence(n).reverse, 1, [&](Value x, const Values& states) {
    const Value sum = x + matmul(states[0], u);
    return Values{is_relu ? relu(sum) : tanh(sum)};
  });
}

const Operator& network_op = define({
    .name = "simple_rnn",  // (x, kernel, recurrent, bias[, lengths])
    .shape = [](const Node& n) { return check_network(n, 1, 4); },
    .decompose =
        [](const Node& n) {
          return simple_rnn_steps(projected(n.in[0], n.in[1], n.in[3]), n.in[2], lengths_behind(n, 4), recurrence(n));
        },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const std::string activation = recurrence(n).relu ? "Relu" : "Tanh";
          onnx_recurrent(n, form, "RNN", {0}, 1, {{"activations", std::vector<std::string>{activation}}});
        },
    .multiply_adds = multiply_adds_of_network,
});

const Operator& steps_op = define({
    .name = "simple_rnn_steps",  // (gates, recurrent[, lengths])
    .shape = [](const Node& n) { return check_steps(n, 1, 2); },
    .gradient =
        [](const Node& n, Value dy) {
          const Value lengths = lengths_behind(n, 2);
          const Value d = simple_rnn_steps_grad(n.in[0], n.in[1], n.self, dy, lengths, recurrence(n));
          const Value du = step_product(n.self, d, {0, d.dim(2), recurrence(n).reverse});
          return lengths ? Values{d, du, {}} : Values{d, du};
        },
    .decompose = [](const Node& n) { return definition(n, lengths_behind(n, 2)); },
    .multiply_adds = multiply_adds_of_steps,
});

const Operator& grad_op = define({
    .name = "simple_rnn_steps_grad",  // (gates, recurrent, y, dy[, lengths])
    .shape =
        [](const Node& n) {
          check_states(n, check_steps(n, 1, 4), {2, 3});
          return n.in[0].shape();
        },
    .decompose = [](const Node& n) { return pull_back(definition(n, lengths_behind(n, 4)), n.in[3], {n.in[0]})[0]; },
    .multiply_adds = multiply_adds_of_steps,
});

}  // namespace

Value simple_rnn(Value x, Value kernel, Value recurrent, Value bias, Value lengths, Recurrence o) {
  return apply(network_op, with_lengths({x, kernel, recurrent, bias}, lengths), o);
}
Value simple_rnn_steps(Value gates, Value recurrent, Value lengths, Recurrence o) {
  return apply(steps_op, with_lengths({gates, recurrent}, lengths), o);
}
Value simple_rnn_steps_grad(Value gates, Value recurrent, Value y, Value dy, Value lengths, Recurrence o) {
  return apply(grad_op, with_lengths({gates, recurrent, y, dy}, lengths), o);
}

}  // namespace plumb
