#include "plumb/graph/operators/windows.h"

/// average_pool2d and its adjoint; linear, so each is the other's gradient.
namespace plumb {
namespace {

Shape pooled_shape(const Node& n, Value x) { return slid_shape(n.op->name, window_of(n), x); }

const Operator& forward_op = define({
    .name = "average_pool2d",
    .shape = [](const Node& n) { return pooled_shape(n, n.in[0]); },
    .gradient = [](const Node& n, Value dy) { return Values{average_pool2d_grad(dy, n.in[0], window_of(n))}; },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          std::vector<OnnxAttribute> attributes = onnx_window(window_of(n));
          attributes.push_back({"count_include_pad", int64_t{window_of(n).count_padding}});
          const std::string x = onnx_channels_first(form, form.input(0));
          form.result(onnx_channels_last(form, form.op("AveragePool", {x}, attributes)));
        },
});

const Operator& grad_op = define({
    .name = "average_pool2d_grad",  // (dy, like x)
    .shape =
        [](const Node& n) {
          const Shape y = pooled_shape(n, n.in[1]);
          require(n.in[0].shape() == y, "average_pool2d_grad: dy is {}, but {} gives {}", n.in[0].shape(),
                  n.in[1].shape(), y);
          return n.in[1].shape();
        },
    .gradient =
        [](const Node& n, Value dz) {
          return Values{average_pool2d(dz, window_of(n)), {}};
        },
    .shape_only = 1,
});

}  // namespace

Value average_pool2d(Value x, Window o) { return apply(forward_op, {x}, o); }
Value average_pool2d_grad(Value dy, Value like_x, Window o) { return apply(grad_op, {dy, like_x}, o); }

}  // namespace plumb
