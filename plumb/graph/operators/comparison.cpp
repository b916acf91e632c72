#include "plumb/graph/operators/rules.h"

/// positive, equal, sign and select: flat pieces and the choice between them.
namespace plumb {
namespace {

Type type_of_yes(const Node& n) { return n.in[1].type(); }

Shape select_shape(const Node& n) {
  Shape shape;
  for (const Value v : n.in)
    if (v.rank() > 0 && shape.empty()) shape = v.shape();
  for (const Value v : n.in)
    require(v.rank() == 0 || v.shape() == shape, "select: shapes {}, {} and {} differ; each must be {} or a scalar",
            n.in[0].shape(), n.in[1].shape(), n.in[2].shape(), shape);
  require(n.in[1].type() == n.in[2].type(), "select: types {} and {} of the choices differ; cast one of them",
          text(n.in[1].type()), text(n.in[2].type()));
  return shape;
}

const Operator& positive_op = define({
    .name = "positive",
    .shape = pointwise_shape,
    .type = mask_type,
    .gradient = no_gradient,
    .onnx =
        [](const Node& n, OnnxForm& form) {
          form.result(
              onnx_cast(form, form.op("Greater", {form.input(0), onnx_number(form, 0, n.in[0].type())}), n.type()));
        },
    .number = [](const Node&, const double* x) { return x[0] > 0 ? 1.0 : 0.0; },
    .pointwise = true,
});

const Operator& equal_op = define({
    .name = "equal",
    .shape = pointwise_shape,
    .type = mask_type,
    .gradient = no_gradient,
    .onnx =
        [](const Node& n, OnnxForm& form) {
          form.result(onnx_cast(form, form.op("Equal", {form.input(0), form.input(1)}), n.type()));
        },
    .number = [](const Node&, const double* x) { return x[0] == x[1] ? 1.0 : 0.0; },
    .pointwise = true,
});

const Operator& sign_op = define({
    .name = "sign",
    .shape = pointwise_shape,
    .gradient = no_gradient,
    .onnx = onnx_as<"Sign">,
    .number = [](const Node&, const double* x) { return static_cast<double>((x[0] > 0) - (x[0] < 0)); },
    .pointwise = true,
});

const Operator& select_op = define({
    .name = "select",
    .shape = select_shape,
    .type = type_of_yes,
    .gradient =
        [](const Node& n, Value dy) {
          const Value condition = n.in[0], zero = dy.graph().constant(0, dy.type());
          return Values{{}, sum_to(select(condition, dy, zero), n.in[1]), sum_to(select(condition, zero, dy), n.in[2])};
        },
    .onnx =
        [](const Node&, OnnxForm& form) {
          form.result(form.op("Where", {onnx_cast(form, form.input(0), Type::boolean), form.input(1), form.input(2)}));
        },
    .number = [](const Node&, const double* x) { return x[0] != 0 ? x[1] : x[2]; },
    .pointwise = true,
});

}  // namespace

Value positive(Value x) { return apply(positive_op, {x}); }
Value equal(Value a, Value b) { return apply(equal_op, {a, b}); }
Value sign(Value x) { return apply(sign_op, {x}); }
Value select(Value condition, Value yes, Value no) { return apply(select_op, {condition, yes, no}); }

}  // namespace plumb
