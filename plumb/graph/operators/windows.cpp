#include "plumb/graph/operators/windows.h"

namespace plumb {

Window same_padding(Window window, const Shape& image) {
  require(image.size() == 4, "same padding needs the shape [rows, height, width, channels], not {}", image);
  for (size_t a = 0; a < 2; ++a) {
    const int64_t n = image[a + 1], stride = window.stride[a], out = (n + stride - 1) / stride;
    const int64_t missing = std::max<int64_t>((out - 1) * stride + window.size[a] - n, 0);
    window.pads[a] = missing / 2;
    window.pads[a + 2] = missing - missing / 2;
  }
  return window;
}

Shape slid_shape(const std::string& op, const Window& window, Value x) {
  require(x.rank() == 4, "{}: needs [rows, height, width, channels], not {}", op, x.shape());
  const auto [height, width] = window.size;
  const auto [top, left, bottom, right] = window.pads;
  require(height > 0 && width > 0 && window.stride[0] > 0 && window.stride[1] > 0,
          "{}: window {}x{} and strides {}x{} must be at least 1", op, height, width, window.stride[0],
          window.stride[1]);
  require(top >= 0 && left >= 0 && bottom >= 0 && right >= 0, "{}: pads must not be negative", op);
  require(x.dim(1) + top + bottom >= height && x.dim(2) + left + right >= width,
          "{}: a window of {}x{} does not fit into {} with pads {}; it may be at most {}x{}", op, height, width,
          x.shape(), Shape{top, left, bottom, right}, x.dim(1) + top + bottom, x.dim(2) + left + right);
  return {x.dim(0), window.out(x.dim(1), 0), window.out(x.dim(2), 1), x.dim(3)};
}

static std::string permuted(OnnxForm& form, const std::string& x, std::vector<int64_t> order) {
  return form.op("Transpose", {x}, {{"perm", std::move(order)}});
}
std::string onnx_channels_first(OnnxForm& form, const std::string& x) { return permuted(form, x, {0, 3, 1, 2}); }
std::string onnx_channels_last(OnnxForm& form, const std::string& x) { return permuted(form, x, {0, 2, 3, 1}); }

std::vector<OnnxAttribute> onnx_window(const Window& window) {
  return {{"kernel_shape", std::vector<int64_t>(window.size.begin(), window.size.end())},
          {"strides", std::vector<int64_t>(window.stride.begin(), window.stride.end())},
          {"pads", std::vector<int64_t>(window.pads.begin(), window.pads.end())}};
}

}  // namespace plumb
