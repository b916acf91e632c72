#include <cmath>
#include <numbers>

#include "plumb/graph/operators/rules.h"

/// abs, sqrt, tanh, sigmoid, erf.
namespace plumb {
namespace {

const Operator& abs_op = define({
    .name = "abs",
    .shape = pointwise_shape,
    .gradient = [](const Node& n, Value dy) { return Values{dy * sign(n.in[0])}; },
    .onnx = onnx_as<"Abs">,
    .number = [](const Node&, const double* x) { return std::abs(x[0]); },
    .pointwise = true,
});

const Operator& sqrt_op = define({
    .name = "sqrt",
    .shape = smooth_shape,
    .gradient = [](const Node& n, Value dy) { return Values{dy * 0.5 / n.self}; },
    .onnx = onnx_as<"Sqrt">,
    .number = [](const Node&, const double* x) { return std::sqrt(x[0]); },
    .pointwise = true,
});

const Operator& tanh_op = define({
    .name = "tanh",
    .shape = smooth_shape,
    .gradient = [](const Node& n, Value dy) { return Values{dy * (1.0 - square(n.self))}; },
    .onnx = onnx_as<"Tanh">,
    .number = [](const Node&, const double* x) { return std::tanh(x[0]); },
    .pointwise = true,
});

const Operator& sigmoid_op = define({
    .name = "sigmoid",
    .shape = smooth_shape,
    .gradient = [](const Node& n, Value dy) { return Values{dy * (n.self * (1.0 - n.self))}; },
    .onnx = onnx_as<"Sigmoid">,
    .number = [](const Node&, const double* x) { return 1 / (1 + std::exp(-x[0])); },
    .pointwise = true,
});

const Operator& erf_op = define({
    .name = "erf",
    .shape = smooth_shape,
    .gradient =
        [](const Node& n, Value dy) {  // erf'(x) = 2 / sqrt(pi) exp(-x^2)
          return Values{dy * (exp(-square(n.in[0])) * (2 * std::numbers::inv_sqrtpi))};
        },
    .onnx = onnx_as<"Erf">,
    .number = [](const Node&, const double* x) { return std::erf(x[0]); },
    .pointwise = true,
});

}  // namespace

Value abs(Value x) { return apply(abs_op, {x}); }
Value sqrt(Value x) { return apply(sqrt_op, {x}); }
Value tanh(Value x) { return apply(tanh_op, {x}); }
Value sigmoid(Value x) { return apply(sigmoid_op, {x}); }
Value erf(Value x) { return apply(erf_op, {x}); }

}  // namespace plumb
