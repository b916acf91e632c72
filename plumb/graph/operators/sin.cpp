#include "plumb/graph/operators/sin.h"

#include <cmath>
#include <numbers>

#include "plumb/graph/operators/rules.h"

/// sin: pointwise; its derivative is the same wave a quarter earlier.
namespace plumb {
namespace {

const Operator& op = define({
    .name = "sin",
    .shape = smooth_shape,
    .gradient = [](const Node& n, Value dy) { return Values{dy * cos(n.in[0])}; },
    .onnx = onnx_as<"Sin">,
    .number = [](const Node&, const double* x) { return std::sin(x[0]); },
    .pointwise = true,
});

}  // namespace

Value sin(Value x) { return apply(op, {x}); }
Value cos(Value x) { return sin(x + std::numbers::pi / 2); }

}  // namespace plumb
