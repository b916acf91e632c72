#include "plumb/graph/operators/rules.h"

/// silu: x s with s = sigmoid(x) (Elfwing, Uchibe and Doya, 2018); its derivative is s + y (1 - s).
namespace plumb {
namespace {

const Operator& op = define({
    .name = "silu",
    .shape = smooth_shape,
    .gradient =
        [](const Node& n, Value dy) {
          const Value s = sigmoid(n.in[0]);
          return Values{dy * (s + n.self * (1.0 - s))};
        },
    .decompose = [](const Node& n) { return n.in[0] * sigmoid(n.in[0]); },
    .pointwise = true,
});

}  // namespace

Value silu(Value x) { return apply(op, {x}); }

}  // namespace plumb
