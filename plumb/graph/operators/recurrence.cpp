#include "plumb/graph/operators/recurrence.h"

#include <numeric>

namespace plumb {
namespace {

void check_lengths(const Node& n, size_t inputs, int64_t rows) {
  if (n.in.size() <= inputs) return;
  const Value lengths = n.in[inputs];
  require(lengths.shape() == Shape{rows} && lengths.type() == Type::s32,
          "{}: lengths of {} must be s32 [{}], not {} {}", n.op->name, n.in[0].shape(), rows, text(lengths.type()),
          lengths.shape());
}

/// Recurrent weights [units, gates * units] at this place, biases behind them. Returns the units.
int64_t check_weights(const Node& n, int64_t gates, size_t place, size_t end) {
  const Value u = n.in[place];
  require(u.rank() == 2 && u.dim(1) == gates * u.dim(0) && u.dim(0) > 0,
          "{}: recurrent weights must be [units, {} * units], not {}, for {}", n.op->name, gates, u.shape(),
          n.in[0].shape());
  for (size_t k = place + 1; k < end; ++k)
    require(n.in[k].shape() == Shape{u.dim(1)}, "{}: the bias of recurrent weights {} must be [{}], not {}", n.op->name,
            u.shape(), u.dim(1), n.in[k].shape());
  return u.dim(0);
}

Value at_step(Value x, int64_t t) { return merge_dims(slice(x, 1, t, t + 1), 1, 2); }

}  // namespace

Values with_lengths(Values in, Value lengths) {
  if (lengths) in.push_back(lengths);
  return in;
}

Shape check_network(const Node& n, int64_t gates, size_t inputs) {
  const Value x = n.in[0], kernel = n.in[1];
  const int64_t units = check_weights(n, gates, 2, inputs);
  require(x.rank() == 3, "{}: needs sequences [rows, time, n], not {}, for recurrent weights {}", n.op->name, x.shape(),
          n.in[2].shape());
  require(kernel.shape() == Shape{x.dim(2), gates * units}, "{}: the kernel must be [{}, {}] for {}, not {}",
          n.op->name, x.dim(2), gates * units, x.shape(), kernel.shape());
  check_lengths(n, inputs, x.dim(0));
  return {x.dim(0), x.dim(1), units};
}

Shape check_steps(const Node& n, int64_t gates, size_t inputs) {
  const Value x = n.in[0];
  const size_t weights_end = gates == 3 ? 3 : 2;  // gru has a bias of its own
  const int64_t units = check_weights(n, gates, 1, weights_end);
  require(x.rank() == 3 && x.dim(1) > 0 && x.dim(2) == gates * units,
          "{}: gates must be [rows, time, {}] for recurrent weights {}, not {}", n.op->name, gates * units,
          n.in[1].shape(), x.shape());
  check_lengths(n, inputs, x.dim(0));
  return {x.dim(0), x.dim(1), units};
}

void check_states(const Node& n, const Shape& states, const std::vector<size_t>& places) {
  for (const size_t k : places)
    require(n.in[k].shape() == states, "{}: states and their derivatives are {} for gates {}, not {}", n.op->name,
            states, n.in[0].shape(), n.in[k].shape());
}

Value projected(Value x, Value kernel, Value bias) {
  const Value y = matmul(merge_dims(x, 0, 2), kernel);
  return split_dim(y + expand(bias, y, {.axes = {0}}), 0, {-1, x.dim(1)});
}

Value gate(Value gates, int64_t units, int64_t number) { return slice(gates, 1, number * units, (number + 1) * units); }

Value unrolled(Value gates, int64_t units, Value lengths, bool reverse, size_t count, const StateStep& step) {
  const int64_t time = gates.dim(1);
  const Value zero = gates.graph().constant(0, gates.type());
  Values states(count, expand(zero, gate(at_step(gates, 0), units, 0), {}));
  Values y(static_cast<size_t>(time));
  for (int64_t k = 0; k < time; ++k) {
    const int64_t t = reverse ? time - 1 - k : k;
    Values next = step(at_step(gates, t), states);
    if (lengths) {
      const Value counts = positive(cast(lengths, gates.type()) - static_cast<double>(t));
      for (size_t s = 0; s < count; ++s) next[s] = select(expand(counts, states[s], {.axes = {1}}), next[s], states[s]);
    }
    states = std::move(next);
    y[static_cast<size_t>(t)] = split_dim(states[0], 1, {1, units});
  }
  return time == 1 ? y[0] : concatenate(y, 1);
}

int64_t multiply_adds_of_steps(const Node& n) { return n.in[0].dim(0) * n.in[0].dim(1) * count(n.in[1].shape()); }
int64_t multiply_adds_of_network(const Node& n) {
  return n.in[0].dim(0) * n.in[0].dim(1) * (count(n.in[1].shape()) + count(n.in[2].shape()));
}

namespace {

/// Weights [n, gates * units] as ONNX's [1, gates * units, n], or a bias as [gates * units]: gates in its order.
std::string onnx_gates(OnnxForm& form, std::string weights, bool is_bias, int64_t units,
                       const std::vector<int64_t>& order) {
  if (!is_bias) weights = form.op("Transpose", {weights}, {{"perm", std::vector<int64_t>{1, 0}}});
  if (!std::is_sorted(order.begin(), order.end())) {
    std::vector<int64_t> places;
    for (const int64_t from : order)
      for (int64_t unit = 0; unit < units; ++unit) places.push_back(from * units + unit);
    weights = form.op("Gather", {weights, form.ints(places)}, {{"axis", int64_t{0}}});
  }
  return is_bias ? weights : form.op("Unsqueeze", {weights, form.ints({0})});
}

/// ONNX gives zeros behind a row's length; we repeat the last state there.
std::string onnx_last_repeated(OnnxForm& form, const std::string& y, const std::string& lengths, int64_t time) {
  std::vector<int64_t> numbers(static_cast<size_t>(time));
  std::iota(numbers.begin(), numbers.end(), 0);
  const std::string steps = form.ints(numbers), inner = form.ints({2});
  const std::string length = form.op("Unsqueeze", {onnx_cast(form, lengths, Type::s64), form.ints({1})});
  const std::string counts = form.op("Less", {steps, length});  // [rows, time]
  const std::string is_last = form.op("Equal", {steps, form.op("Sub", {length, form.ints({1})})});
  const std::string picked = form.op("Mul", {y, form.op("Unsqueeze", {onnx_cast(form, is_last, Type::f32), inner})});
  const std::string last = form.op("ReduceSum", {picked, form.ints({1})}, {{"keepdims", int64_t{1}}});
  return form.op("Where", {form.op("Unsqueeze", {counts, inner}), y, last});
}

}  // namespace

void onnx_recurrent(const Node& n, OnnxForm& form, const char* type, const std::vector<int64_t>& order, size_t biases,
                    std::vector<OnnxAttribute> attributes) {
  const bool reverse = recurrence(n).reverse;
  const int64_t units = n.shape()[2], gates = static_cast<int64_t>(order.size()), time = n.in[0].dim(1);
  const OnnxAttribute time_first{"perm", std::vector<int64_t>{1, 0, 2}};
  std::vector<std::string> bias;
  for (size_t k = 0; k < 2; ++k)
    bias.push_back(k < biases ? onnx_gates(form, form.input(3 + k), true, units, order)
                              : form.floats({gates * units}, std::vector<float>(static_cast<size_t>(gates * units))));
  std::vector<std::string> inputs{
      form.op("Transpose", {form.input(0)}, {time_first}), onnx_gates(form, form.input(1), false, units, order),
      onnx_gates(form, form.input(2), false, units, order),
      form.op("Unsqueeze", {form.op("Concat", bias, {{"axis", int64_t{0}}}), form.ints({0})})};
  const bool masked = n.in.size() > 3 + biases;
  if (masked) inputs.push_back(form.input(3 + biases));
  attributes.push_back({"hidden_size", units});
  attributes.push_back({"direction", std::string(reverse ? "reverse" : "forward")});
  std::string y = form.op(type, inputs, attributes);  // [time, 1, rows, units]
  y = form.op("Transpose", {form.op("Squeeze", {y, form.ints({1})})}, {time_first});
  form.result(masked && !reverse ? onnx_last_repeated(form, y, form.input(3 + biases), time) : y);
}

}  // namespace plumb
