#include "plumb/graph/operators/rules.h"

/// maximum, minimum and relu. Of two equal operands the first gets the gradient.
namespace plumb {
namespace {

/// `dy` goes to b where `b_wins`, else to a. A selection, not a product: infinite operands give no NaN.
Values shared(const Node& n, Value dy, Value b_wins) {
  const Value zero = dy.graph().constant(0, dy.type());
  return {sum_to(select(b_wins, zero, dy), n.in[0]), sum_to(select(b_wins, dy, zero), n.in[1])};
}

const Operator& maximum_op = define({
    .name = "maximum",
    .shape = pointwise_shape,
    .gradient = [](const Node& n, Value dy) { return shared(n, dy, positive(n.in[1] - n.in[0])); },
    .onnx = onnx_as<"Max">,
    .number = [](const Node&, const double* x) { return std::max(x[0], x[1]); },
    .pointwise = true,
});

const Operator& minimum_op = define({
    .name = "minimum",
    .shape = pointwise_shape,
    .gradient = [](const Node& n, Value dy) { return shared(n, dy, positive(n.in[0] - n.in[1])); },
    .onnx = onnx_as<"Min">,
    .number = [](const Node&, const double* x) { return std::min(x[0], x[1]); },
    .pointwise = true,
});

const Operator& relu_op = define({
    .name = "relu",
    .shape = pointwise_shape,
    .gradient = [](const Node& n, Value dy) { return Values{dy * positive(n.self)}; },
    .onnx = onnx_as<"Relu">,
    .number = [](const Node&, const double* x) { return std::max(x[0], 0.0); },
    .pointwise = true,
});

}  // namespace

Value maximum(Value a, Value b) { return apply(maximum_op, {a, b}); }
Value minimum(Value a, Value b) { return apply(minimum_op, {a, b}); }
Value relu(Value x) { return apply(relu_op, {x}); }

}  // namespace plumb
