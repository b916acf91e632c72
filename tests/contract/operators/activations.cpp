#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("leaky_relu", "both signs", [](Inputs& in) { return leaky_relu(in.rows({19}), 0.2); }),
    sample("elu", "both signs", [](Inputs& in) { return elu(in.rows({19}), 1); }),
    sample("elu", "another alpha", [](Inputs& in) { return elu(in.rows({19}), 0.3); }),
    sample("gelu", "wide",
           [](Inputs& in) {
             return gelu(in.rows({19}, {-5, 5}));
           }),
    sample("silu", "wide",
           [](Inputs& in) {
             return silu(in.rows({19}, {-8, 8}));
           }),
    sample("softplus", "wide",
           [](Inputs& in) {
             return softplus(in.rows({19}, {-30, 30}));
           }),
};

}  // namespace
}  // namespace plumb::contract
