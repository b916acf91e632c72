#include "plumb/graph/operators/rules.h"

/// reduce sums or averages over axes, expand repeats over them; each is the other's gradient, means included.
namespace plumb {
namespace {

const Over& over(const Node& n) { return n.options.as<Over>(); }

/// The axes of a node, written out.
std::vector<int64_t> listed(const Node& n, int rank) {
  std::vector<int64_t> axes(over(n).axes.begin(), over(n).axes.end());
  if (axes.empty())
    for (int i = 0; i < rank; ++i) axes.push_back(i);
  return axes;
}

Shape without(const Shape& shape, const std::vector<int>& axes) {
  Shape rest;
  for (size_t i = 0; i < shape.size(); ++i)
    if (!axes.empty() && std::find(axes.begin(), axes.end(), static_cast<int>(i)) == axes.end())
      rest.push_back(shape[i]);
  return rest;
}

Shape reduced_shape(const Node& n) { return without(n.in[0].shape(), over(n).axes); }

/// "[0, 2]", or "all".
std::string shown(const std::vector<int>& axes) {
  return axes.empty() ? "all axes" : "axes " + text(Shape(axes.begin(), axes.end()));
}

const Operator& reduce_op = define({
    .name = "reduce",
    .shape = reduced_shape,
    .gradient = [](const Node& n, Value dy) { return Values{expand(dy, n.in[0], over(n))}; },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const std::vector<int64_t> axes = listed(n, n.in[0].rank());
          const OnnxAttribute drop{"keepdims", int64_t{0}};
          if (over(n).mean)
            form.result(form.op("ReduceMean", {form.input(0)}, {{"axes", axes}, drop}));
          else
            form.result(form.op("ReduceSum", {form.input(0), form.ints(axes)}, {drop}));
        },
    .simplify = [](const Node& n) -> Value {
      const Node& from = n.in[0].node();
      if (n.in[0].rank() == 0) return n.in[0];
      // The mean of copies, or the sum of shares, is what was copied.
      if (from.op->name == "expand" && over(from).axes == over(n).axes && over(from).mean != over(n).mean)
        return from.in[0];
      return {};
    },
});

const Operator& expand_op = define({
    .name = "expand",  // (x, like)
    .shape =
        [](const Node& n) {
          const Value x = n.in[0], like = n.in[1];
          const Shape rest = without(like.shape(), over(n).axes);
          require(x.shape() == rest, "expand: {} cannot be repeated over {} of {}; needs the other axes, {}", x.shape(),
                  shown(over(n).axes), like.shape(), rest);
          return like.shape();
        },
    .gradient =
        [](const Node& n, Value dy) {
          return Values{reduce(dy, over(n)), {}};
        },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const std::string x = form.input(0), like = form.input(1);
          const std::string axes = form.ints(listed(n, n.in[1].rank()));
          std::string y = form.op("Expand", {form.op("Unsqueeze", {x, axes}), form.op("Shape", {like})});
          if (over(n).mean) {
            const std::string copies = form.op("Div", {form.op("Size", {like}), form.op("Size", {x})});
            y = form.op("Div", {y, onnx_cast(form, copies, n.type())});
          }
          form.result(y);
        },
    .simplify = [](const Node& n) { return n.in[1].rank() == 0 ? n.in[0] : Value(); },
    .source = true,
    .shape_only = 1,
});

const Operator& reduce_max_op = define({
    .name = "reduce_max",
    .shape = reduced_shape,
    .gradient =
        [](const Node& n, Value dy) {  // ties share
          const Value x = n.in[0];
          const Value tied = equal(x, expand(n.self, x, over(n)));
          return Values{tied * expand(dy / reduce(tied, over(n)), x, over(n))};
        },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          form.result(
              form.op("ReduceMax", {form.input(0)}, {{"axes", listed(n, n.in[0].rank())}, {"keepdims", int64_t{0}}}));
        },
    .simplify = [](const Node& n) { return n.in[0].rank() == 0 ? n.in[0] : Value(); },
});

}  // namespace

Value reduce(Value x, Over o) { return apply(reduce_op, {x}, Over{axes_of("reduce", x, o.axes), o.mean}); }
Value expand(Value x, Value like, Over o) {
  return apply(expand_op, {x, like}, Over{axes_of("expand", like, o.axes), o.mean});
}
Value reduce_max(Value x, Over o) { return apply(reduce_max_op, {x}, Over{axes_of("reduce_max", x, o.axes)}); }

}  // namespace plumb
