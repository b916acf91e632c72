// An operator, written in primitives; gradient, libtorch form and ONNX form follow.
#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb {
namespace {

/// (sqrt(x^2 + 1) - 1) / 2 + x
[[maybe_unused]] const Operator& bent = define({
    .name = "trial_bent",
    .shape = [](const Node& n) { return n.in[0].shape(); },
    .decompose = [](const Node& n) { return (sqrt(square(n.in[0]) + 1) - 1) / 2 + n.in[0]; },
    .pointwise = true,
});

[[maybe_unused]] const bool sampled =
    contract::sample("trial_bent", "both signs", [](contract::Inputs& in) { return apply(bent, {in.rows({19})}); });

}  // namespace
}  // namespace plumb
