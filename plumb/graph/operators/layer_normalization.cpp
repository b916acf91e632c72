#include "plumb/graph/operators/rules.h"

/// layer_normalization: the last axis to mean 0 and variance 1, then scaled and shifted (Ba, Kiros and Hinton, 2016):
///     z = (x - mean) / sqrt(variance + epsilon),  y = z gamma + beta.
/// With g = dy gamma, its derivative by x is (g - mean(g) - z mean(g z)) / sqrt(variance + epsilon), that by gamma the
/// sum of dy z. Both are operators, so that one call can read x and dy once for them.
namespace plumb {
namespace {

const Over mean_of_last{.axes = {-1}, .mean = true};
const Over last{.axes = {-1}};

Value mean(Value x) { return expand(reduce(x, mean_of_last), x, last); }

/// The axes before the last.
Over rows(Value x) {
  Over over;
  for (int axis = 0; axis + 1 < x.rank(); ++axis) over.axes.push_back(axis);
  return over;
}

double epsilon(const Node& n) { return n.options.as<Number>().value; }

struct Normalized {
  Value z;        // like x
  Value inverse;  // 1 / sqrt(variance + epsilon), like x
};
Normalized normalized(const Node& n) {  // x comes first in all three operators
  const Value x = n.in[0], centred = x - mean(x);
  const Value deviation = sqrt(reduce(square(centred), mean_of_last) + epsilon(n));
  const Value inverse = expand(x.graph().constant(1, x.type()) / deviation, x, last);
  return {centred * inverse, inverse};
}

const Operator& op = define({
    .name = "layer_normalization",  // (x, gamma, beta)
    .shape =
        [](const Node& n) {
          const Value x = n.in[0], gamma = n.in[1], beta = n.in[2];
          require(x.rank() >= 2, "layer_normalization: needs rows and features, not {}", x.shape());
          const Shape features{x.dim(-1)};
          require(gamma.shape() == features && beta.shape() == features,
                  "layer_normalization: gamma {} and beta {} must be {}, the last axis of {}", gamma.shape(),
                  beta.shape(), features, x.shape());
          return x.shape();
        },
    .gradient =
        [](const Node& n, Value dy) {
          const Value x = n.in[0], gamma = n.in[1];
          return Values{layer_normalization_grad_input(x, gamma, dy, epsilon(n)),
                        layer_normalization_grad_scale(x, dy, epsilon(n)), reduce(dy, rows(x))};
        },
    .decompose =
        [](const Node& n) {
          const Value x = n.in[0];
          return normalized(n).z * expand(n.in[1], x, rows(x)) + expand(n.in[2], x, rows(x));
        },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const auto small = static_cast<float>(epsilon(n));
          form.result(form.op("LayerNormalization", {form.input(0), form.input(1), form.input(2)},
                              {{"axis", int64_t{-1}}, {"epsilon", small}}));
        },
});

void check_result(const Node& n, Value x, Value dy) {
  require(x.rank() >= 2 && dy.shape() == x.shape(), "{}: x {} and dy {} must be alike, with rows and features",
          n.op->name, x.shape(), dy.shape());
}

const Operator& input_op = define({
    .name = "layer_normalization_grad_input",  // (x, gamma, dy)
    .shape =
        [](const Node& n) {
          const Value x = n.in[0], gamma = n.in[1];
          check_result(n, x, n.in[2]);
          require(gamma.shape() == Shape{x.dim(-1)},
                  "layer_normalization_grad_input: gamma {} must be the last axis of {}", gamma.shape(), x.shape());
          return x.shape();
        },
    .decompose =
        [](const Node& n) {
          const Value x = n.in[0];
          const auto [z, inverse] = normalized(n);
          const Value g = n.in[2] * expand(n.in[1], x, rows(x));
          return (g - mean(g) - z * mean(g * z)) * inverse;
        },
});

const Operator& scale_op = define({
    .name = "layer_normalization_grad_scale",  // (x, dy)
    .shape =
        [](const Node& n) {
          check_result(n, n.in[0], n.in[1]);
          return Shape{n.in[0].dim(-1)};
        },
    .decompose = [](const Node& n) { return reduce(n.in[1] * normalized(n).z, rows(n.in[0])); },
});

}  // namespace

Value layer_normalization(Value x, Value gamma, Value beta, double epsilon) {
  return apply(op, {x, gamma, beta}, Number{epsilon});
}
Value layer_normalization_grad_input(Value x, Value gamma, Value dy, double epsilon) {
  return apply(input_op, {x, gamma, dy}, Number{epsilon});
}
Value layer_normalization_grad_scale(Value x, Value dy, double epsilon) {
  return apply(scale_op, {x, dy}, Number{epsilon});
}

}  // namespace plumb
