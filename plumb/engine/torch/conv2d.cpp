#include <ATen/ops/conv2d.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/zeros.h>

#include "plumb/engine/torch/window.h"

namespace plumb::aten {
namespace {

Tensors conv2d(const Node& n, const Tensors& in, const Place& place) {
  const auto& window = n.options.as<Window>();
  const at::Tensor x = padded(channels_first(in[0]), window, 0);
  const at::Tensor w = filters_first(in[1]);
  const std::array<int64_t, 2> no_pads{0, 0}, no_dilation{1, 1};
  return {channels_last(
      place.product(at::conv2d(place.operand(x), place.operand(w), {}, window.stride, at::IntArrayRef(no_pads),
                               at::IntArrayRef(no_dilation), x.size(1) / w.size(1))))};
}

/// Derivatives by the padded image (0) or by the filters (1).
at::Tensor backward(const at::Tensor& dy, const at::Tensor& x, const at::Tensor& w, const Window& window,
                    const Place& place, int which) {
  const auto all =
      at::convolution_backward(place.operand(dy), place.operand(x), place.operand(w), {}, window.stride, {0, 0}, {1, 1},
                               false, {0, 0}, x.size(1) / w.size(1), {which == 0, which == 1, false});
  return place.product(which == 0 ? std::get<0>(all) : std::get<1>(all));
}

Tensors conv2d_grad_input(const Node& n, const Tensors& in, const Place& place) {
  const auto& window = n.options.as<Window>();
  const at::Tensor like = at::zeros({1, 1, 1, 1}, in[0].options()).expand(padded_shape(n.shape(), window));
  const at::Tensor dx = backward(channels_first(in[0]), like, filters_first(in[1]), window, place, 0);
  return {channels_last(unpadded(dx, window, n.shape()))};
}

Tensors conv2d_grad_weights(const Node& n, const Tensors& in, const Place& place) {
  const auto& window = n.options.as<Window>();
  const Shape& s = n.shape();
  const at::Tensor like = at::zeros({1, 1, 1, 1}, in[0].options()).expand({s[3], s[2], s[0], s[1]});
  const at::Tensor x = padded(channels_first(in[0]), window, 0);
  return {filters_last(backward(channels_first(in[1]), x, like, window, place, 1))};
}

[[maybe_unused]] const bool registered[] = {
    add_form("conv2d", conv2d),
    add_form("conv2d_grad_input", conv2d_grad_input),
    add_form("conv2d_grad_weights", conv2d_grad_weights),
};

}  // namespace
}  // namespace plumb::aten
