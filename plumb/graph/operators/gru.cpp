#include "plumb/graph/lengths.h"
#include "plumb/graph/operators/recurrence.h"

/// gru and its steps.
namespace plumb {
namespace {

Value definition(const Node& n, Value lengths) {
  const Value gates = n.in[0], u = n.in[1], bias = n.in[2];
  const int64_t units = u.dim(0);
  return unrolled(gates, units, lengths, recurrence(n).reverse, 1, [&](Value x, const Values& states) {
    const Value product = matmul(states[0], u), inner = product + expand(bias, product, {.axes = {0}});
    const Value z = sigmoid(gate(x, units, 0) + gate(inner, units, 0));
    const Value r = sigmoid(gate(x, units, 1) + gate(inner, units, 1));
    const Value g = tanh(gate(x, units, 2) + r * gate(inner, units, 2));
    return Values{z * states[0] + (1 - z) * g};
  });
}

/// For all steps at once, from the states that are known; 0 where a step does not count.
Value reset_times(const Node& n) {
  const Value gates = n.in[0], u = n.in[1], bias = n.in[2], y = n.in[3], d = n.in[4], lengths = lengths_behind(n, 5);
  const int64_t units = u.dim(0);
  const Value before = merge_dims(states_before(y, recurrence(n).reverse), 0, 2);
  const Value product = matmul(before, slice(u, 1, units, 2 * units));
  // Sliced first: a merge would see through the split that made the gates, and past them.
  const Value x = merge_dims(slice(gates, 2, units, 2 * units), 0, 2);
  const Value r = sigmoid(x + product + expand(slice(bias, 0, units, 2 * units), product, {.axes = {0}}));
  const Value inner = split_dim(r, 0, {-1, y.dim(1)}) * slice(d, 2, 2 * units, 3 * units);
  return lengths ? inner * expand(steps_that_count(lengths, inner), inner, {.axes = {2}}) : inner;
}

const Operator& network_op = define({
    .name = "gru",  // (x, kernel, recurrent, bias, recurrent bias[, lengths])
    .shape = [](const Node& n) { return check_network(n, 3, 5); },
    .decompose =
        [](const Node& n) {
          return gru_steps(projected(n.in[0], n.in[1], n.in[3]), n.in[2], n.in[4], lengths_behind(n, 5), recurrence(n));
        },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          onnx_recurrent(n, form, "GRU", {0, 1, 2}, 2, {{"linear_before_reset", int64_t{1}}});
        },
    .multiply_adds = multiply_adds_of_network,
});

// The derivatives by the inner part of the gates are those by the outer one, but for the third gate.
const Operator& steps_op = define({
    .name = "gru_steps",  // (gates, recurrent, recurrent bias[, lengths])
    .shape = [](const Node& n) { return check_steps(n, 3, 3); },
    .gradient =
        [](const Node& n, Value dy) {
          const Value gates = n.in[0], u = n.in[1], bias = n.in[2], y = n.self, lengths = lengths_behind(n, 3);
          const auto o = recurrence(n);
          const int64_t units = u.dim(0);
          const Value d = gru_steps_grad(gates, u, bias, y, dy, lengths, o);
          const Value inner = gru_steps_reset(gates, u, bias, y, d, lengths, o);
          const Value du = concatenate(
              {step_product(y, d, {0, 2 * units, o.reverse}), step_product(y, inner, {0, units, o.reverse})}, 1);
          const Value db =
              concatenate({slice(reduce(d, {.axes = {0, 1}}), 0, 0, 2 * units), reduce(inner, {.axes = {0, 1}})}, 0);
          return lengths ? Values{d, du, db, {}} : Values{d, du, db};
        },
    .decompose = [](const Node& n) { return definition(n, lengths_behind(n, 3)); },
    .multiply_adds = multiply_adds_of_steps,
});

const Operator& grad_op = define({
    .name = "gru_steps_grad",  // (gates, recurrent, recurrent bias, y, dy[, lengths])
    .shape =
        [](const Node& n) {
          check_states(n, check_steps(n, 3, 5), {3, 4});
          return n.in[0].shape();
        },
    .decompose = [](const Node& n) { return pull_back(definition(n, lengths_behind(n, 5)), n.in[4], {n.in[0]})[0]; },
    .multiply_adds = multiply_adds_of_steps,
});

const Operator& reset_op = define({
    .name = "gru_steps_reset",  // (gates, recurrent, recurrent bias, y, d[, lengths])
    .shape =
        [](const Node& n) {
          const Shape states = check_steps(n, 3, 5);
          check_states(n, states, {3});
          require(n.in[4].shape() == n.in[0].shape(),
                  "gru_steps_reset: derivatives by gates {} have their shape, not {}", n.in[0].shape(),
                  n.in[4].shape());
          return states;
        },
    .decompose = reset_times,
});

}  // namespace

Value gru(Value x, Value kernel, Value recurrent, Value bias, Value recurrent_bias, Value lengths, Recurrence o) {
  return apply(network_op, with_lengths({x, kernel, recurrent, bias, recurrent_bias}, lengths), o);
}
Value gru_steps(Value gates, Value recurrent, Value recurrent_bias, Value lengths, Recurrence o) {
  return apply(steps_op, with_lengths({gates, recurrent, recurrent_bias}, lengths), o);
}
Value gru_steps_grad(Value gates, Value recurrent, Value recurrent_bias, Value y, Value dy, Value lengths,
                     Recurrence o) {
  return apply(grad_op, with_lengths({gates, recurrent, recurrent_bias, y, dy}, lengths), o);
}
Value gru_steps_reset(Value gates, Value recurrent, Value recurrent_bias, Value y, Value d, Value lengths,
                      Recurrence o) {
  return apply(reset_op, with_lengths({gates, recurrent, recurrent_bias, y, d}, lengths), o);
}

}  // namespace plumb
