#include <cmath>
#include <numbers>

#include "plumb/graph/operators/rules.h"

/// gelu: x Phi(x) with the normal distribution Phi(x) = (1 + erf(x / sqrt(2))) / 2 (Hendrycks and Gimpel, 2016);
/// its derivative is Phi(x) + x phi(x), phi(x) = exp(-x^2 / 2) / sqrt(2 pi).
namespace plumb {
namespace {

Value distribution(Value x) { return affine(erf(x / std::numbers::sqrt2), 0.5, 0.5); }
Value density(Value x) { return exp(square(x) * -0.5) * (std::numbers::inv_sqrtpi / std::numbers::sqrt2); }

const Operator& op = define({
    .name = "gelu",
    .shape = smooth_shape,
    .gradient =
        [](const Node& n, Value dy) {
          const Value x = n.in[0];
          return Values{dy * (distribution(x) + x * density(x))};
        },
    .decompose = [](const Node& n) { return n.in[0] * distribution(n.in[0]); },
    .pointwise = true,
});

}  // namespace

Value gelu(Value x) { return apply(op, {x}); }

}  // namespace plumb
