#include "plumb/graph/operators/rules.h"

/// elu: x where x > 0, else alpha (exp(x) - 1) (Clevert, Unterthiner and Hochreiter, 2016).
namespace plumb {
namespace {

double alpha(const Node& n) { return n.options.as<Number>().value; }

const Operator& op = define({
    .name = "elu",
    .shape = smooth_shape,
    .gradient =
        [](const Node& n, Value dy) {  // below 0: alpha exp(x) = y + alpha
          const Value one = dy.graph().constant(1, dy.type());
          return Values{dy * select(positive(n.in[0]), one, n.self + alpha(n))};
        },
    .decompose = [](const Node& n) { return select(positive(n.in[0]), n.in[0], expm1(n.in[0]) * alpha(n)); },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          form.result(form.op("Elu", {form.input(0)}, {{"alpha", static_cast<float>(alpha(n))}}));
        },
    .pointwise = true,
});

}  // namespace

Value elu(Value x, double alpha) { return apply(op, {x}, Number{alpha}); }

}  // namespace plumb
