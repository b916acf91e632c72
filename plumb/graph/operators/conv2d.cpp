#include "plumb/graph/operators/windows.h"

/// conv2d and its two derivatives, each linear in both tensors. The three are closed under differentiation: whatever is
/// differentiated, however often, no fourth operator is needed.
///     y[n,i,j,f] = sum over u, v, c of x[n, i s + u - top, j s + v - left, c] w[u,v,c,f]
/// Where w has fewer channels than x, g times fewer, both fall into g groups in order, and a filter sees its group
/// only: x[…, c] becomes x[…, k channels + c] for filter f of group k. As many groups as channels: a depthwise
/// convolution.
namespace plumb {
namespace {

Shape convolved_shape(const std::string& op, const Window& window, Value x, const Shape& w) {
  require(x.rank() == 4 && w.size() == 4,
          "{}: needs x [rows, height, width, channels] and w [height, width, channels, filters], not {} and {}", op,
          x.shape(), w);
  require(w[2] >= 1 && x.dim(3) % w[2] == 0, "{}: x {} has {} channels, w {} expects {}", op, x.shape(), x.dim(3), w,
          w[2]);
  require(w[3] % (x.dim(3) / w[2]) == 0, "{}: the {} filters of w {} do not fall into {} groups", op, w[3], w,
          x.dim(3) / w[2]);
  require(w[0] == window.size[0] && w[1] == window.size[1], "{}: w is {}, the window {}x{}", op, w, window.size[0],
          window.size[1]);
  Shape y = slid_shape(op, window, x);
  y[3] = w[3];
  return y;
}

/// Checks that dy is what the convolution of x and w gives.
void check_result(const Node& n, Value x, Value w, Value dy) {
  const Shape y = convolved_shape(n.op->name, window_of(n), x, w.shape());
  require(dy.shape() == y, "{}: dy is {}, but {} by {} gives {}", n.op->name, dy.shape(), x.shape(), w.shape(), y);
}

/// Each element of the result meets the whole window and all channels, in all three.
int64_t products(Value y, Value w) { return count(y.shape()) * w.dim(0) * w.dim(1) * w.dim(2); }

int64_t groups_of(Value x, Value w) { return x.dim(3) / w.dim(2); }

std::string onnx_filters(OnnxForm& form, const std::string& w) {
  return form.op("Transpose", {w}, {{"perm", std::vector<int64_t>{3, 2, 0, 1}}});
}

std::vector<OnnxAttribute> onnx_attributes(const Node& n, Value x, Value w) {
  std::vector<OnnxAttribute> attributes = onnx_window(window_of(n));
  if (groups_of(x, w) != 1) attributes.push_back({"group", groups_of(x, w)});
  return attributes;
}

const Operator& forward_op = define({
    .name = "conv2d",  // (x, w)
    .shape = [](const Node& n) { return convolved_shape("conv2d", window_of(n), n.in[0], n.in[1].shape()); },
    .gradient =
        [](const Node& n, Value dy) {
          const Value x = n.in[0], w = n.in[1];
          return Values{conv2d_grad_input(dy, w, x, window_of(n)), conv2d_grad_weights(x, dy, w, window_of(n))};
        },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const std::string x = onnx_channels_first(form, form.input(0));
          const std::string w = onnx_filters(form, form.input(1));
          form.result(onnx_channels_last(form, form.op("Conv", {x, w}, onnx_attributes(n, n.in[0], n.in[1]))));
        },
    .multiply_adds = [](const Node& n) { return products(n.self, n.in[1]); },
});

const Operator& input_op = define({
    .name = "conv2d_grad_input",  // (dy, w, like x)
    .shape =
        [](const Node& n) {
          check_result(n, n.in[2], n.in[1], n.in[0]);
          return n.in[2].shape();
        },
    .gradient =
        [](const Node& n, Value dz) {
          const Value dy = n.in[0], w = n.in[1];
          return Values{conv2d(dz, w, window_of(n)), conv2d_grad_weights(dz, dy, w, window_of(n)), {}};
        },
    .onnx =  // a transposed convolution
    [](const Node& n, OnnxForm& form) {
      const Window& window = window_of(n);
      std::vector<OnnxAttribute> attributes = onnx_attributes(n, n.in[2], n.in[1]);
      std::vector<int64_t> beyond;  // cells at the end that no window reaches
      for (size_t a = 0; a < 2; ++a) {
        const int64_t reached = (n.in[0].dim(static_cast<int>(a) + 1) - 1) * window.stride[a] + window.size[a];
        beyond.push_back(n.shape()[a + 1] + window.pads[a] + window.pads[a + 2] - reached);
      }
      attributes.push_back({"output_padding", beyond});
      const std::string dy = onnx_channels_first(form, form.input(0)), w = onnx_filters(form, form.input(1));
      form.result(onnx_channels_last(form, form.op("ConvTranspose", {dy, w}, attributes)));
    },
    .multiply_adds = [](const Node& n) { return products(n.in[0], n.in[1]); },
    .shape_only = 2,
});

const Operator& weights_op = define({
    .name = "conv2d_grad_weights",  // (x, dy, like w)
    .shape =
        [](const Node& n) {
          check_result(n, n.in[0], n.in[2], n.in[1]);
          return n.in[2].shape();
        },
    .gradient =
        [](const Node& n, Value dz) {
          const Value x = n.in[0], dy = n.in[1];
          return Values{conv2d_grad_input(dy, dz, x, window_of(n)), conv2d(x, dz, window_of(n)), {}};
        },
    .multiply_adds = [](const Node& n) { return products(n.in[1], n.self); },
    .shape_only = 2,
});

}  // namespace

Value conv2d(Value x, Value w, Window o) { return apply(forward_op, {x, w}, o); }
Value conv2d_grad_input(Value dy, Value w, Value like_x, Window o) { return apply(input_op, {dy, w, like_x}, o); }
Value conv2d_grad_weights(Value x, Value dy, Value like_w, Window o) { return apply(weights_op, {x, dy, like_w}, o); }

}  // namespace plumb
