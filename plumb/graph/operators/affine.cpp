#include "plumb/graph/operators/rules.h"

/// affine: scale * x + shift with numbers known when the graph is traced; all scalar arithmetic ends here.
namespace plumb {
namespace {

const Affine& map(const Node& n) { return n.options.as<Affine>(); }

const Operator& op = define({
    .name = "affine",
    .shape = pointwise_shape,
    .gradient = [](const Node& n, Value dy) { return Values{affine(dy, map(n).scale, 0)}; },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          std::string y = form.input(0);
          if (map(n).scale != 1) y = form.op("Mul", {y, onnx_number(form, map(n).scale, n.type())});
          if (map(n).shift != 0) y = form.op("Add", {y, onnx_number(form, map(n).shift, n.type())});
          form.result(y);
        },
    .simplify = [](const Node& n) -> Value {
      const auto [scale, shift] = map(n);
      if (scale == 1 && shift == 0) return n.in[0];
      if (n.in[0].node().op != n.op) return {};
      const Affine first = map(n.in[0].node());
      return affine(n.in[0].node().in[0], scale * first.scale, scale * first.shift + shift);
    },
    .number = [](const Node& n, const double* x) { return map(n).scale * x[0] + map(n).shift; },
    .pointwise = true,
});

}  // namespace

Value affine(Value x, double scale, double shift) { return apply(op, {x}, Affine{scale, shift}); }

}  // namespace plumb
