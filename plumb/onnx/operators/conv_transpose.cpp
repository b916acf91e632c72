// ConvTranspose over [rows, channels, height, width]: each number of the input lays its kernel, scaled, into the
// output.
#include <algorithm>

#include "plumb/onnx/operation.h"

namespace plumb::onnx {
namespace {

struct Laying {
  int64_t high, wide, kernel_high, kernel_wide, stride_y, stride_x, top, left, out_high, out_wide;

  Laying(const Call& call, const Shape& x, const Shape& w) {
    for (const int64_t dilation : call.wholes("dilations"))
      if (dilation != 1) call.refuse("with dilations is not known to plumb");
    for (const char* option : {"auto_pad", "output_shape"})
      if (call.node.find(option)) call.refuse(fmt::format("with {} is not known to plumb", option));
    const auto stride = call.wholes("strides", {1, 1}), pads = call.wholes("pads", {0, 0, 0, 0}),
               beyond = call.wholes("output_padding", {0, 0});
    if (stride.size() != 2 || pads.size() != 4 || beyond.size() != 2 || std::min(stride[0], stride[1]) < 1)
      call.refuse("has no such window");
    high = x[2], wide = x[3], kernel_high = w[2], kernel_wide = w[3];
    stride_y = stride[0], stride_x = stride[1], top = pads[0], left = pads[1];
    out_high = (high - 1) * stride_y + kernel_high + beyond[0] - pads[0] - pads[2];
    out_wide = (wide - 1) * stride_x + kernel_wide + beyond[1] - pads[1] - pads[3];
    if (out_high < 1 || out_wide < 1) call.refuse(fmt::format("leaves nothing of {}", x));
  }
  void lay(const float* image, const float* kernel, float* to) const {
    for (int64_t i = 0; i < high; ++i)
      for (int64_t j = 0; j < wide; ++j) {
        const float scale = image[i * wide + j];
        const int64_t y0 = i * stride_y - top, x0 = j * stride_x - left;
        for (int64_t u = std::max<int64_t>(-y0, 0); u < std::min(kernel_high, out_high - y0); ++u)
          for (int64_t v = std::max<int64_t>(-x0, 0); v < std::min(kernel_wide, out_wide - x0); ++v)
            to[(y0 + u) * out_wide + x0 + v] += scale * kernel[u * kernel_wide + v];
      }
  }
};

Tensor conv_transpose(const Call& call) {
  const Tensor &x = call.at(0), &w = call.at(1);
  const int64_t groups = call.whole("group", 1);
  if (w.shape.size() != 4 || x.shape.size() != 4 || groups < 1 || x.shape[1] != w.shape[0] ||
      w.shape[0] % groups != 0 || x.element != Element::f32 || w.element != Element::f32)
    call.refuse(fmt::format("cannot take {} with the kernel {} in {} groups", x.shape, w.shape, groups));
  const Laying laying(call, x.shape, w.shape);
  const int64_t channels = x.shape[1], of_group = channels / groups, filters = w.shape[1];
  const int64_t plane = laying.out_high * laying.out_wide, area = laying.kernel_high * laying.kernel_wide;
  Tensor y = zeros(Element::f32, {x.shape[0], groups * filters, laying.out_high, laying.out_wide});
  for (int64_t row = 0; row < x.shape[0]; ++row) {
    float* out = y.floats.data() + row * groups * filters * plane;
    if (call.has(2))
      for (int64_t f = 0; f < groups * filters; ++f)
        std::fill_n(out + f * plane, plane, call.at(2).floats.at(static_cast<size_t>(f)));
    for (int64_t c = 0; c < channels; ++c)
      for (int64_t f = 0; f < filters; ++f)
        laying.lay(x.floats.data() + (row * channels + c) * laying.high * laying.wide,
                   w.floats.data() + (c * filters + f) * area, out + (c / of_group * filters + f) * plane);
  }
  return y;
}

[[maybe_unused]] const bool registered = add_operation("ConvTranspose", conv_transpose);

}  // namespace
}  // namespace plumb::onnx
