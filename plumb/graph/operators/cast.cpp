#include <cmath>

#include "plumb/graph/operators/rules.h"

/// cast changes the type of the elements (towards zero for integers); stop_gradient is the identity with derivative 0.
namespace plumb {
namespace {

const Operator& cast_op = define({
    .name = "cast",
    .shape = pointwise_shape,
    .type = [](const Node& n) { return n.options.as<Cast>().to; },
    .gradient =
        [](const Node& n, Value dy) {
          const Type from = n.in[0].type();
          return Values{is_floating(from) && is_floating(dy.type()) ? cast(dy, from) : Value()};
        },
    .onnx = [](const Node& n, OnnxForm& form) { form.result(onnx_cast(form, form.input(0), n.type())); },
    .simplify = [](const Node& n) { return n.in[0].type() == n.type() ? n.in[0] : Value(); },
    .number =
        [](const Node& n, const double* x) {
          if (n.type() == Type::boolean) return x[0] != 0 ? 1.0 : 0.0;
          return is_floating(n.type()) ? x[0] : std::trunc(x[0]);
        },
    .pointwise = true,
});

const Operator& stop_gradient_op = define({
    .name = "stop_gradient",
    .shape = pointwise_shape,
    .gradient = no_gradient,
    .onnx = onnx_as<"Identity">,
    .number = [](const Node&, const double* x) { return x[0]; },
    .view = true,
});

}  // namespace

Value cast(Value x, Type to) { return apply(cast_op, {x}, Cast{to}); }
Value stop_gradient(Value x) { return apply(stop_gradient_op, {x}); }

}  // namespace plumb
