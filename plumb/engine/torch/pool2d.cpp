#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/avg_pool2d_backward.h>
#include <ATen/ops/max_pool2d_with_indices.h>
#include <ATen/ops/max_pool2d_with_indices_backward.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include <limits>

#include "plumb/engine/torch/window.h"

namespace plumb::aten {
namespace {

constexpr double lowest = -std::numeric_limits<double>::infinity();

std::tuple<at::Tensor, at::Tensor> maxima(const at::Tensor& x, const Window& window) {
  return at::max_pool2d_with_indices(padded(channels_first(x), window, lowest), window.size, window.stride);
}

Tensors max_pool2d(const Node& n, const Tensors& in, const Place&) {
  return {channels_last(std::get<0>(maxima(in[0], n.options.as<Window>())))};
}

Tensors max_pool2d_grad(const Node& n, const Tensors& in, const Place&) {
  const auto& window = n.options.as<Window>();
  const at::Tensor x = padded(channels_first(in[0]), window, lowest).detach();
  const at::Tensor where = std::get<1>(at::max_pool2d_with_indices(x, window.size, window.stride));
  const at::Tensor dx =
      at::max_pool2d_with_indices_backward(channels_first(in[2]).contiguous(), x.contiguous(), window.size,
                                           window.stride, {0, 0}, {1, 1}, false, where.contiguous());
  return {channels_last(unpadded(dx, window, n.in[0].shape()))};
}

Tensors max_pool2d_pick(const Node& n, const Tensors& in, const Place&) {
  const auto& window = n.options.as<Window>();
  const at::Tensor where = std::get<1>(maxima(in[0], window));
  const at::Tensor z = padded(channels_first(in[2]), window, 0);
  const at::Tensor picked = z.flatten(2).gather(2, where.flatten(2)).reshape(where.sizes());
  return {channels_last(picked)};
}

/// What each window's sum is divided by.
at::Tensor counted(const Shape& image, const Window& window, const at::TensorOptions& options) {
  const at::Tensor ones = at::ones({1, 1, image[1], image[2]}, options);
  const at::Tensor cells = padded(ones, window, window.count_padding ? 1 : 0);
  return at::avg_pool2d(cells, window.size, window.stride);  // a share of the window
}

Tensors average_pool2d(const Node& n, const Tensors& in, const Place&) {
  const auto& window = n.options.as<Window>();
  const at::Tensor x = padded(channels_first(in[0]), window, 0);
  const at::Tensor share = counted(n.in[0].shape(), window, in[0].options());
  return {channels_last(at::avg_pool2d(x, window.size, window.stride) / share)};
}

Tensors average_pool2d_grad(const Node& n, const Tensors& in, const Place&) {
  const auto& window = n.options.as<Window>();
  const at::Tensor dy = channels_first(in[0]) / counted(n.shape(), window, in[0].options());
  const at::Tensor like = at::zeros(padded_shape(n.shape(), window), in[0].options());
  const at::Tensor dx =
      at::avg_pool2d_backward(dy.contiguous(), like, window.size, window.stride, {0, 0}, false, true, {});
  return {channels_last(unpadded(dx, window, n.shape()))};
}

[[maybe_unused]] const bool registered[] = {
    add_form("max_pool2d", max_pool2d),
    add_form("max_pool2d_grad", max_pool2d_grad),
    add_form("max_pool2d_pick", max_pool2d_pick),
    add_form("average_pool2d", average_pool2d),
    add_form("average_pool2d_grad", average_pool2d_grad),
};

}  // namespace
}  // namespace plumb::aten
