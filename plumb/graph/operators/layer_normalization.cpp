#include "plumb/graph/operators/rules.h"

/// layer_normalization: the last axis to mean 0 and variance 1, then scaled and shifted (Ba, Kiros and Hinton, 2016):
///     z = (x - mean) / sqrt(variance + epsilon),  y = z gamma + beta.
/// With g = dy gamma, its derivative by x is (g - mean(g) - z mean(g z)) / sqrt(variance + epsilon).
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

struct Normalized {
  Value z;        // like x
  Value inverse;  // 1 / sqrt(variance + epsilon), like x
};
Normalized normalized(const Node& n) {
  const Value x = n.in[0], centred = x - mean(x);
  const Value deviation = sqrt(reduce(square(centred), mean_of_last) + n.options.as<Number>().value);
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
          const auto [z, inverse] = normalized(n);
          const Value g = dy * expand(gamma, x, rows(x));
          return Values{(g - mean(g) - z * mean(g * z)) * inverse, reduce(dy * z, rows(x)), reduce(dy, rows(x))};
        },
    .decompose =
        [](const Node& n) {
          const Value x = n.in[0];
          return normalized(n).z * expand(n.in[1], x, rows(x)) + expand(n.in[2], x, rows(x));
        },
    .onnx =
        [](const Node& n, OnnxForm& form) {
          const auto epsilon = static_cast<float>(n.options.as<Number>().value);
          form.result(form.op("LayerNormalization", {form.input(0), form.input(1), form.input(2)},
                              {{"axis", int64_t{-1}}, {"epsilon", epsilon}}));
        },
});

}  // namespace

Value layer_normalization(Value x, Value gamma, Value beta, double epsilon) {
  return apply(op, {x, gamma, beta}, Number{epsilon});
}

}  // namespace plumb
