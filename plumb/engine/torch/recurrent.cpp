// simple_rnn, lstm and gru as libtorch's own, which know no lengths: padding is behind the steps that count, so these
// come out right, and the others are replaced. In reverse each row is turned round first.
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>
#include <ATen/ops/gather.h>
#include <ATen/ops/gru.h>
#include <ATen/ops/lstm.h>
#include <ATen/ops/rnn_relu.h>
#include <ATen/ops/rnn_tanh.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

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

at::Tensor first_state(const Node& n, const at::Tensor& x) {
  return at::zeros({1, x.size(0), n.shape()[2]}, x.options());
}

Tensors simple_rnn(const Node& n, const Tensors& in, const Place&) {
  return over_steps(n, in, 4, [&](const at::Tensor& x) {
    const Tensors weights{in[1].t(), in[2].t(), in[3], at::zeros_like(in[3])};
    const at::Tensor state = first_state(n, x);
    return n.options.as<Recurrence>().relu
               ? std::get<0>(at::rnn_relu(x, state, weights, true, 1, 0, false, false, true))
               : std::get<0>(at::rnn_tanh(x, state, weights, true, 1, 0, false, false, true));
  });
}

Tensors lstm(const Node& n, const Tensors& in, const Place&) {
  return over_steps(n, in, 4, [&](const at::Tensor& x) {
    const Tensors weights{in[1].t(), in[2].t(), in[3], at::zeros_like(in[3])};
    const Tensors states{first_state(n, x), first_state(n, x)};
    return std::get<0>(at::lstm(x, states, weights, true, 1, 0, false, false, true));
  });
}

/// The gates z, r, g of the last axis as libtorch has them: r, z, g.
at::Tensor reset_first(const at::Tensor& w) {
  const Tensors gates = w.chunk(3, -1);
  return at::cat({gates[1], gates[0], gates[2]}, -1);
}

Tensors gru(const Node& n, const Tensors& in, const Place&) {
  return over_steps(n, in, 5, [&](const at::Tensor& x) {
    const Tensors weights{reset_first(in[1]).t(), reset_first(in[2]).t(), reset_first(in[3]), reset_first(in[4])};
    return std::get<0>(at::gru(x, first_state(n, x), weights, true, 1, 0, false, false, true));
  });
}

[[maybe_unused]] const bool registered[] = {
    add_form("simple_rnn", simple_rnn),
    add_form("lstm", lstm),
    add_form("gru", gru),
};

}  // namespace
}  // namespace plumb::aten
