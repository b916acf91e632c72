#include "plumb/graph/operators/rules.h"

/// slice takes [begin, end) of one axis; slice_grad puts a tensor there among zeros. Each is the other's gradient.
namespace plumb {
namespace {

const Range& range(const Node& n) { return n.options.as<Range>(); }

Shape sliced_shape(const Node& n, Value x) {
  const auto [axis, begin, end] = range(n);
  require(axis < x.rank() && 0 <= begin && begin < end && end <= x.dim(axis),
          "{}: [{}, {}) does not lie in axis {} of {}", n.op->name, begin, end, axis, x.shape());
  Shape y = x.shape();
  y[static_cast<size_t>(axis)] = end - begin;
  return y;
}

const Operator& slice_op = define({
    .name = "slice",
    .shape = [](const Node& n) { return sliced_shape(n, n.in[0]); },
    .gradient = [](const Node& n, Value dy) { return Values{slice_grad(dy, n.in[0], range(n).axis, range(n).begin)}; },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const auto [axis, begin, end] = range(n);
          form.result(
              form.op("Slice", {form.input(0), form.ints({begin}), form.ints({end}), form.ints({int64_t{axis}})}));
        },
    .simplify = [](const Node& n) { return n.in[0].shape() == n.shape() ? n.in[0] : Value(); },
});

const Operator& grad_op = define({
    .name = "slice_grad",  // (dy, like x)
    .shape =
        [](const Node& n) {
          const Shape part = sliced_shape(n, n.in[1]);
          require(n.in[0].shape() == part, "slice_grad: dy is {}, but the slice of {} is {}", n.in[0].shape(),
                  n.in[1].shape(), part);
          return n.in[1].shape();
        },
    .gradient =
        [](const Node& n, Value dz) {
          return Values{slice(dz, range(n).axis, range(n).begin, range(n).end), {}};
        },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const auto [axis, begin, end] = range(n);
          std::vector<int64_t> pads(2 * n.shape().size());
          pads[static_cast<size_t>(axis)] = begin;
          pads[n.shape().size() + static_cast<size_t>(axis)] = n.self.dim(axis) - end;
          form.result(form.op("Pad", {form.input(0), form.ints(pads)}));
        },
    .simplify = [](const Node& n) { return n.in[0].shape() == n.shape() ? n.in[0] : Value(); },
    .shape_only = 1,
});

}  // namespace

Value slice(Value x, int axis, int64_t begin, int64_t end) {
  return apply(slice_op, {x}, Range{axis_of("slice", x, axis), begin, end});
}
Value slice_grad(Value dy, Value like_x, int axis, int64_t begin) {
  axis = axis_of("slice_grad", like_x, axis);
  return apply(grad_op, {dy, like_x}, Range{axis, begin, begin + dy.dim(axis)});
}

}  // namespace plumb
