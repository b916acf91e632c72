#include "plumb/graph/operators/rules.h"

/// leaky_relu: x where x > 0, else slope * x (Maas, Hannun and Ng, 2013). At 0 the derivative is the slope.
namespace plumb {
namespace {

double slope(const Node& n) { return n.options.as<Number>().value; }

const Operator& op = define({
    .name = "leaky_relu",
    .shape = smooth_shape,
    .gradient = [](const Node& n, Value dy) { return Values{dy * affine(positive(n.in[0]), 1 - slope(n), slope(n))}; },
    .decompose = [](const Node& n) { return select(positive(n.in[0]), n.in[0], n.in[0] * slope(n)); },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          form.result(form.op("LeakyRelu", {form.input(0)}, {{"alpha", static_cast<float>(slope(n))}}));
        },
    .pointwise = true,
});

}  // namespace

Value leaky_relu(Value x, double negative_slope) { return apply(op, {x}, Number{negative_slope}); }

}  // namespace plumb
