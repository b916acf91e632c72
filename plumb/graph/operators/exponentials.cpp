#include <cmath>

#include "plumb/graph/operators/rules.h"

/// exp, expm1, log, log1p. Gradients use the result y, not the input, where they can: the input then need not outlive
/// the forward pass.
namespace plumb {
namespace {

const Operator& exp_op = define({
    .name = "exp",
    .shape = smooth_shape,
    .gradient = [](const Node& n, Value dy) { return Values{dy * n.self}; },
    .onnx = onnx_as<"Exp">,
    .number = [](const Node&, const double* x) { return std::exp(x[0]); },
    .pointwise = true,
});

const Operator& expm1_op = define({
    .name = "expm1",
    .shape = smooth_shape,
    .gradient = [](const Node& n, Value dy) { return Values{dy * (n.self + 1)}; },
    .onnx =
        [](const Node&, OnnxForm& form) {
          form.result(form.op("Sub", {form.op("Exp", {form.input(0)}), form.scalar(1)}));
        },
    .number = [](const Node&, const double* x) { return std::expm1(x[0]); },
    .pointwise = true,
});

const Operator& log_op = define({
    .name = "log",
    .shape = smooth_shape,
    .gradient = [](const Node& n, Value dy) { return Values{dy / n.in[0]}; },
    .onnx = onnx_as<"Log">,
    .number = [](const Node&, const double* x) { return std::log(x[0]); },
    .pointwise = true,
});

const Operator& log1p_op = define({
    .name = "log1p",
    .shape = smooth_shape,
    .gradient = [](const Node& n, Value dy) { return Values{dy / (n.in[0] + 1)}; },
    .onnx =
        [](const Node&, OnnxForm& form) {
          form.result(form.op("Log", {form.op("Add", {form.input(0), form.scalar(1)})}));
        },
    .number = [](const Node&, const double* x) { return std::log1p(x[0]); },
    .pointwise = true,
});

}  // namespace

Value exp(Value x) { return apply(exp_op, {x}); }
Value expm1(Value x) { return apply(expm1_op, {x}); }
Value log(Value x) { return apply(log_op, {x}); }
Value log1p(Value x) { return apply(log1p_op, {x}); }

}  // namespace plumb
