#include "plumb/graph/operators/rules.h"

/// add, subtract, multiply, divide. With a constant each is an affine map.
namespace plumb {
namespace {

/// The other operand is the same constant everywhere, and this one has the result's shape.
std::optional<double> constant_beside(const Node& n, size_t k) {
  return n.in[k].shape() == n.shape() ? uniform_constant(n.in[1 - k]) : std::nullopt;
}

const Operator& add_op = define({
    .name = "add",
    .shape = pointwise_shape,
    .gradient =
        [](const Node& n, Value dy) {
          return Values{sum_to(dy, n.in[0]), sum_to(dy, n.in[1])};
        },
    .onnx = onnx_as<"Add">,
    .simplify = [](const Node& n) -> Value {
      if (n.in[0] == n.in[1]) return affine(n.in[0], 2, 0);
      if (const auto c = constant_beside(n, 0)) return affine(n.in[0], 1, *c);
      if (const auto c = constant_beside(n, 1)) return affine(n.in[1], 1, *c);
      return {};
    },
    .number = [](const Node&, const double* x) { return x[0] + x[1]; },
    .pointwise = true,
});

const Operator& subtract_op = define({
    .name = "subtract",
    .shape = pointwise_shape,
    .gradient =
        [](const Node& n, Value dy) {
          return Values{sum_to(dy, n.in[0]), -sum_to(dy, n.in[1])};
        },
    .onnx = onnx_as<"Sub">,
    .simplify = [](const Node& n) -> Value {
      if (const auto c = constant_beside(n, 0)) return affine(n.in[0], 1, -*c);
      if (const auto c = constant_beside(n, 1)) return affine(n.in[1], -1, *c);
      return {};
    },
    .number = [](const Node&, const double* x) { return x[0] - x[1]; },
    .pointwise = true,
});

const Operator& multiply_op = define({
    .name = "multiply",
    .shape = pointwise_shape,
    .gradient =
        [](const Node& n, Value dy) {
          return Values{sum_to(dy * n.in[1], n.in[0]), sum_to(dy * n.in[0], n.in[1])};
        },
    .onnx = onnx_as<"Mul">,
    .simplify = [](const Node& n) -> Value {
      if (const auto c = constant_beside(n, 0)) return affine(n.in[0], *c, 0);
      if (const auto c = constant_beside(n, 1)) return affine(n.in[1], *c, 0);
      return {};
    },
    .number = [](const Node&, const double* x) { return x[0] * x[1]; },
    .pointwise = true,
});

const Operator& divide_op = define({
    .name = "divide",
    .shape = smooth_shape,
    .gradient =
        [](const Node& n, Value dy) {  // d(a/b) = da/b - (a/b) db/b
          const Value a = n.in[0], b = n.in[1];
          return Values{sum_to(dy / b, a), -(sum_to(dy * n.self, b) / b)};
        },
    .onnx = onnx_as<"Div">,
    .simplify = [](const Node& n) -> Value {
      if (const auto c = constant_beside(n, 0)) return affine(n.in[0], 1 / *c, 0);
      return {};
    },
    .number = [](const Node&, const double* x) { return x[0] / x[1]; },
    .pointwise = true,
});

}  // namespace

Value add(Value a, Value b) { return apply(add_op, {a, b}); }
Value subtract(Value a, Value b) { return apply(subtract_op, {a, b}); }
Value multiply(Value a, Value b) { return apply(multiply_op, {a, b}); }
Value divide(Value a, Value b) { return apply(divide_op, {a, b}); }

}  // namespace plumb
