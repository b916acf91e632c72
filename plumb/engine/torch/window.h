#pragma once

#include <ATen/ops/constant_pad_nd.h>

#include "plumb/engine/torch/form.h"

/// Between our images, [rows, height, width, channels], and ATen's, [rows, channels, height, width]. Pads are put
/// around the image itself: ATen's own are the same on both sides.
namespace plumb::aten {

inline at::Tensor channels_first(const at::Tensor& image) { return image.permute({0, 3, 1, 2}); }
inline at::Tensor channels_last(const at::Tensor& image) { return image.permute({0, 2, 3, 1}); }

/// [kh, kw, c, filters] to [filters, c, kh, kw], and back.
inline at::Tensor filters_first(const at::Tensor& w) { return w.permute({3, 2, 0, 1}); }
inline at::Tensor filters_last(const at::Tensor& w) { return w.permute({2, 3, 1, 0}); }

inline at::Tensor padded(const at::Tensor& image, const Window& window, double with) {
  const auto& [top, left, bottom, right] = window.pads;
  return at::constant_pad_nd(image, {left, right, top, bottom}, with);
}

/// The part of a padded image, channels first, that is the image of shape [rows, height, width, channels].
inline at::Tensor unpadded(const at::Tensor& image, const Window& window, const Shape& shape) {
  return image.narrow(2, window.pads[0], shape[1]).narrow(3, window.pads[1], shape[2]);
}

/// Its shape after padding, channels first.
inline Shape padded_shape(const Shape& shape, const Window& window) {
  const auto& [top, left, bottom, right] = window.pads;
  return {shape[0], shape[3], shape[1] + top + bottom, shape[2] + left + right};
}

}  // namespace plumb::aten
