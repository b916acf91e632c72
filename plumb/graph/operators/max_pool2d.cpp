#include "plumb/graph/operators/windows.h"

/// max_pool2d; padded cells never win. Its gradient scatters to the positions of the maxima (of equals, the first), the
/// gradient of that gathers from them. Both also take y = max_pool2d(x), so that an engine may remember positions
/// there.
namespace plumb {
namespace {

Shape pooled_shape(const Node& n) { return slid_shape(n.op->name, window_of(n), n.in[0]); }

const Operator& forward_op = define({
    .name = "max_pool2d",
    .shape = pooled_shape,
    .gradient = [](const Node& n, Value dy) { return Values{max_pool2d_grad(n.in[0], n.self, dy, window_of(n))}; },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const std::string x = onnx_channels_first(form, form.input(0));
          form.result(onnx_channels_last(form, form.op("MaxPool", {x}, onnx_window(window_of(n)))));
        },
});

/// x, y and a third tensor like `third` of them.
void check_shapes(const Node& n, Value third_is_like) {
  require(n.in[1].shape() == pooled_shape(n) && n.in[2].shape() == third_is_like.shape(),
          "{}: shapes {}, {} and {} do not belong together", n.op->name, n.in[0].shape(), n.in[1].shape(),
          n.in[2].shape());
}

const Operator& grad_op = define({
    .name = "max_pool2d_grad",  // (x, y, dy) -> dx
    .shape =
        [](const Node& n) {
          check_shapes(n, n.in[1]);
          return n.in[0].shape();
        },
    .gradient =
        [](const Node& n, Value dz) {
          return Values{{}, {}, max_pool2d_pick(n.in[0], n.in[1], dz, window_of(n))};
        },
});

const Operator& pick_op = define({
    .name = "max_pool2d_pick",  // (x, y, z) -> like y
    .shape =
        [](const Node& n) {
          check_shapes(n, n.in[0]);
          return n.in[1].shape();
        },
    .gradient =
        [](const Node& n, Value dy) {
          return Values{{}, {}, max_pool2d_grad(n.in[0], n.in[1], dy, window_of(n))};
        },
});

}  // namespace

Value max_pool2d(Value x, Window o) { return apply(forward_op, {x}, o); }
Value max_pool2d_grad(Value x, Value y, Value dy, Window o) { return apply(grad_op, {x, y, dy}, o); }
Value max_pool2d_pick(Value x, Value y, Value z, Window o) { return apply(pick_op, {x, y, z}, o); }

}  // namespace plumb
