// simple_rnn, lstm and gru as libtorch's own, which know no lengths: padding is behind the steps that count, so these
// come out right, and the others are replaced. In reverse each row is turned round first.
#include <ATen/core/grad_mode.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/full.h>
#include <ATen/ops/gather.h>
#include <ATen/ops/gru.h>
#include <ATen/ops/lstm.h>
#include <ATen/ops/rnn_relu.h>
#include <ATen/ops/rnn_tanh.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <torch/csrc/autograd/autograd.h>

#include "plumb/engine/torch/form.h"
#include "plumb/graph/recurrent.h"

namespace plumb::aten {
namespace {

/// x [rows, time, n] by the steps that `places` [rows, time] names.
at::Tensor picked(const at::Tensor& x, const at::Tensor& places) {
  return at::gather(x, 1, places.unsqueeze(2).expand_as(x));
}

/// Runs `network`, from [rows, time, n] to states, in the node's direction. Lengths, if any, are input `lengths_at`.
template <class Network>
Tensors over_steps(const Node& n, const Tensors& in, size_t lengths_at, const Network& network) {
  const bool reverse = n.options.as<Recurrence>().reverse;
  const at::Tensor& x = in[0];
  const int64_t rows = x.size(0), time = x.size(1);
  const at::TensorOptions whole = at::TensorOptions(x.device()).dtype(at::kLong);
  const at::Tensor steps = at::arange(time, whole).unsqueeze(0).expand({rows, time});
  const bool padded = in.size() > lengths_at;
  const at::Tensor length = (padded ? in[lengths_at].to(at::kLong) : at::full({rows}, time, whole)).unsqueeze(1);
  const at::Tensor counts = steps.lt(length);
  const at::Tensor turned = at::where(counts, length - 1 - steps, steps);
  at::Tensor y = network(reverse ? picked(x, turned) : x);
  if (reverse) y = picked(y, turned);
  if (!padded) return {y};
  const at::Tensor zero = at::zeros({}, y.options());
  const at::Tensor last = picked(y, (length - 1).clamp_min(0).expand({rows, time}));
  const at::Tensor behind = reverse ? zero.expand_as(y) : at::where(length.gt(0).unsqueeze(2), last, zero);
  return {at::where(counts.unsqueeze(2), y, behind)};
}

at::Tensor first_state(const at::Tensor& x, const at::Tensor& recurrent) {
  return at::zeros({1, x.size(0), recurrent.size(0)}, x.options());
}

at::Tensor run_simple_rnn(const Node& n, const at::Tensor& x, const at::Tensor& kernel, const at::Tensor& recurrent,
                          const at::Tensor& bias) {
  const Tensors weights{kernel.t(), recurrent.t(), bias, at::zeros_like(bias)};
  const at::Tensor state = first_state(x, recurrent);
  return n.options.as<Recurrence>().relu ? std::get<0>(at::rnn_relu(x, state, weights, true, 1, 0, false, false, true))
                                         : std::get<0>(at::rnn_tanh(x, state, weights, true, 1, 0, false, false, true));
}

at::Tensor run_lstm(const at::Tensor& x, const at::Tensor& kernel, const at::Tensor& recurrent,
                    const at::Tensor& bias) {
  const Tensors weights{kernel.t(), recurrent.t(), bias, at::zeros_like(bias)};
  const Tensors states{first_state(x, recurrent), first_state(x, recurrent)};
  return std::get<0>(at::lstm(x, states, weights, true, 1, 0, false, false, true));
}

/// The gates z, r, g of the last axis as libtorch has them: r, z, g.
at::Tensor reset_first(const at::Tensor& w) {
  const Tensors gates = w.chunk(3, -1);
  return at::cat({gates[1], gates[0], gates[2]}, -1);
}

at::Tensor run_gru(const at::Tensor& x, const at::Tensor& kernel, const at::Tensor& recurrent, const at::Tensor& bias,
                   const at::Tensor& inner_bias) {
  const Tensors weights{reset_first(kernel).t(), reset_first(recurrent).t(), reset_first(bias),
                        reset_first(inner_bias)};
  return std::get<0>(at::gru(x, first_state(x, recurrent), weights, true, 1, 0, false, false, true));
}

// ---- Whole networks: (x, kernel, recurrent, biases[, lengths]).

Tensors simple_rnn(const Node& n, const Tensors& in, const Place&) {
  return over_steps(n, in, 4, [&](const at::Tensor& x) { return run_simple_rnn(n, x, in[1], in[2], in[3]); });
}
Tensors lstm(const Node& n, const Tensors& in, const Place&) {
  return over_steps(n, in, 4, [&](const at::Tensor& x) { return run_lstm(x, in[1], in[2], in[3]); });
}
Tensors gru(const Node& n, const Tensors& in, const Place&) {
  return over_steps(n, in, 5, [&](const at::Tensor& x) { return run_gru(x, in[1], in[2], in[3], in[4]); });
}

// ---- Steps: (gates, recurrent[, gru's bias], …[, lengths]). The gates go through a kernel that leaves them as they
// are.

struct Unit {
  at::Tensor kernel, bias;
  explicit Unit(const at::Tensor& gates)
      : kernel(at::eye(gates.size(2), gates.options())), bias(at::zeros({gates.size(2)}, gates.options())) {}
};

Tensors simple_rnn_steps(const Node& n, const Tensors& in, size_t lengths_at) {
  const Unit unit(in[0]);
  return over_steps(n, in, lengths_at,
                    [&](const at::Tensor& x) { return run_simple_rnn(n, x, unit.kernel, in[1], unit.bias); });
}
Tensors lstm_steps(const Node& n, const Tensors& in, size_t lengths_at) {
  const Unit unit(in[0]);
  return over_steps(n, in, lengths_at, [&](const at::Tensor& x) { return run_lstm(x, unit.kernel, in[1], unit.bias); });
}
Tensors gru_steps(const Node& n, const Tensors& in, size_t lengths_at) {
  const Unit unit(in[0]);
  return over_steps(n, in, lengths_at,
                    [&](const at::Tensor& x) { return run_gru(x, unit.kernel, in[1], unit.bias, in[2]); });
}

using Steps = Tensors (*)(const Node&, const Tensors&, size_t lengths_at);

template <Steps steps, size_t lengths_at>
Tensors forward(const Node& n, const Tensors& in, const Place&) {
  return steps(n, in, lengths_at);
}

/// (gates, recurrent[, bias], y, dy[, lengths]) -> the derivatives by the gates, by libtorch's autograd; differentiable
/// again where somebody records.
template <Steps steps, size_t dy_at>
Tensors backward(const Node& n, const Tensors& in, const Place&) {
  const bool recorded = at::GradMode::is_enabled();
  const at::AutoGradMode record(true);
  Tensors from = in;
  if (!from[0].requires_grad()) from[0] = from[0].detach().requires_grad_();
  const Tensors y = steps(n, from, dy_at + 1);
  return torch::autograd::grad(y, {from[0]}, {in[dy_at]}, recorded, recorded);
}

[[maybe_unused]] const bool registered[] = {
    add_form("simple_rnn", simple_rnn),
    add_form("lstm", lstm),
    add_form("gru", gru),
    add_form("simple_rnn_steps", forward<simple_rnn_steps, 2>),
    add_form("lstm_steps", forward<lstm_steps, 2>),
    add_form("gru_steps", forward<gru_steps, 3>),
    add_form("simple_rnn_steps_grad", backward<simple_rnn_steps, 3>),
    add_form("lstm_steps_grad", backward<lstm_steps, 3>),
    add_form("gru_steps_grad", backward<gru_steps, 4>),
};

}  // namespace
}  // namespace plumb::aten
