#include "plumb/graph/operators/rules.h"

/// softplus: log(1 + exp(x)), written max(x, 0) + log1p(exp(-|x|)) so that nothing overflows; its derivative is the
/// sigmoid.
namespace plumb {
namespace {

const Operator& op = define({
    .name = "softplus",
    .shape = smooth_shape,
    .gradient = [](const Node& n, Value dy) { return Values{dy * sigmoid(n.in[0])}; },
    .decompose = [](const Node& n) { return relu(n.in[0]) + log1p(exp(-abs(n.in[0]))); },
    .onnx = onnx_as<"Softplus">,
    .pointwise = true,
});

}  // namespace

Value softplus(Value x) { return apply(op, {x}); }

}  // namespace plumb
