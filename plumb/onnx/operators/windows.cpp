// Convolution and pooling over [rows, channels, height, width], as ONNX has them.
#include <algorithm>
#include <limits>

#include "plumb/onnx/operation.h"
#include "plumb/onnx/products.h"

namespace plumb::onnx {
namespace {

/// The window of a node over an image, and where it stands in the padded image.
struct Sliding {
  int64_t height, width, kernel_high, kernel_wide, stride_y, stride_x, top, left, out_high, out_wide;

  Sliding(const Call& call, const Shape& x, const std::vector<int64_t>& kernel) {
    if (x.size() != 4 || kernel.size() != 2) call.refuse(fmt::format("takes images, not {}", x));
    for (const char* option : {"auto_pad", "ceil_mode"})
      if (const OnnxAttribute* set = call.node.find(option))
        if (set->value != decltype(set->value)(int64_t{0}) && set->value != decltype(set->value)(std::string("NOTSET")))
          call.refuse(fmt::format("with {} is not known to plumb", option));
    for (const int64_t dilation : call.wholes("dilations"))
      if (dilation != 1) call.refuse("with dilations is not known to plumb");
    const auto stride = call.wholes("strides", {1, 1}), pads = call.wholes("pads", {0, 0, 0, 0});
    if (stride.size() != 2 || pads.size() != 4 || std::min({stride[0], stride[1], kernel[0], kernel[1]}) < 1)
      call.refuse("has no such window");
    height = x[2], width = x[3], kernel_high = kernel[0], kernel_wide = kernel[1];
    stride_y = stride[0], stride_x = stride[1], top = pads[0], left = pads[1];
    out_high = (height + pads[0] + pads[2] - kernel_high) / stride_y + 1;
    out_wide = (width + pads[1] + pads[3] - kernel_wide) / stride_x + 1;
    if (out_high < 1 || out_wide < 1) call.refuse(fmt::format("does not fit into {}", x));
  }
  int64_t area() const { return out_high * out_wide; }
};

/// The patch under each window as a column: [channels * kernel, positions]; zeros outside.
void unfold(const Sliding& s, const float* image, int64_t channels, float* to) {
  for (int64_t c = 0; c < channels; ++c)
    for (int64_t u = 0; u < s.kernel_high; ++u)
      for (int64_t v = 0; v < s.kernel_wide; ++v)
        for (int64_t i = 0; i < s.out_high; ++i) {
          const int64_t y = i * s.stride_y + u - s.top;
          for (int64_t j = 0; j < s.out_wide; ++j, ++to) {
            const int64_t x = j * s.stride_x + v - s.left;
            const bool inside = y >= 0 && y < s.height && x >= 0 && x < s.width;
            *to = inside ? image[(c * s.height + y) * s.width + x] : 0;
          }
        }
}

Tensor conv(const Call& call) {
  const Tensor &x = call.at(0), &w = call.at(1);
  const int64_t groups = call.whole("group", 1);
  if (w.shape.size() != 4 || x.shape.size() != 4 || groups < 1 || x.shape[1] != groups * w.shape[1] ||
      w.shape[0] % groups != 0 || x.element != Element::f32 || w.element != Element::f32)
    call.refuse(fmt::format("cannot take {} with the kernel {} in {} groups", x.shape, w.shape, groups));
  const Sliding s(call, x.shape, {w.shape[2], w.shape[3]});
  const int64_t channels = w.shape[1], filters = w.shape[0] / groups, depth = channels * s.kernel_high * s.kernel_wide;
  Tensor y = zeros(Element::f32, {x.shape[0], w.shape[0], s.out_high, s.out_wide});
  std::vector<float> patches(static_cast<size_t>(depth * s.area()));
  for (int64_t part = 0; part < x.shape[0] * groups; ++part) {  // group of channels by group, row by row
    const int64_t group = part % groups;
    unfold(s, x.floats.data() + part * channels * s.height * s.width, channels, patches.data());
    float* out = y.floats.data() + part * filters * s.area();
    if (call.has(2))
      for (int64_t f = 0; f < filters; ++f)
        std::fill_n(out + f * s.area(), s.area(), call.at(2).floats.at(static_cast<size_t>(group * filters + f)));
    multiply(w.floats.data() + group * filters * depth, patches.data(), out, static_cast<size_t>(filters),
             static_cast<size_t>(depth), static_cast<size_t>(s.area()));
  }
  return y;
}

template <bool is_max>
Tensor pool(const Call& call) {
  const Tensor& x = call.at(0);
  const Sliding s(call, x.shape, call.wholes("kernel_shape"));
  if (x.element != Element::f32) call.refuse("takes float32 only");
  const bool count_padding = call.whole("count_include_pad", 0) != 0;
  Tensor y = zeros(Element::f32, {x.shape[0], x.shape[1], s.out_high, s.out_wide});
  float* out = y.floats.data();
  for (int64_t plane = 0; plane < x.shape[0] * x.shape[1]; ++plane) {
    const float* image = x.floats.data() + plane * s.height * s.width;
    for (int64_t i = 0; i < s.out_high; ++i)
      for (int64_t j = 0; j < s.out_wide; ++j, ++out) {
        const int64_t y0 = i * s.stride_y - s.top, x0 = j * s.stride_x - s.left;
        float most = -std::numeric_limits<float>::infinity();
        double sum = 0;
        int64_t seen = 0;
        for (int64_t v = std::max<int64_t>(y0, 0); v < std::min(y0 + s.kernel_high, s.height); ++v)
          for (int64_t u = std::max<int64_t>(x0, 0); u < std::min(x0 + s.kernel_wide, s.width); ++u, ++seen) {
            most = std::max(most, image[v * s.width + u]);
            sum += static_cast<double>(image[v * s.width + u]);
          }
        const int64_t cells = count_padding ? s.kernel_high * s.kernel_wide : std::max<int64_t>(seen, 1);
        *out = is_max ? most : static_cast<float>(sum / static_cast<double>(cells));
      }
  }
  return y;
}

[[maybe_unused]] const bool registered[] = {
    add_operation("Conv", conv),
    add_operation("MaxPool", pool<true>),
    add_operation("AveragePool", pool<false>),
};

}  // namespace
}  // namespace plumb::onnx
