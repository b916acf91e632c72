#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("maximum", "two tensors", [](Inputs& in) { return maximum(in.rows({19}), in.rows({19})); }),
    sample("maximum", "with a scalar",
           [](Inputs& in) {
             return maximum(in.rows({19}), in.whole({}, {-0.5, 0.5}));
           }),
    sample("minimum", "two tensors", [](Inputs& in) { return minimum(in.rows({19}), in.rows({19})); }),
    sample("minimum", "with a scalar",
           [](Inputs& in) {
             return minimum(in.whole({}, {-0.5, 0.5}), in.rows({19}));
           }),
    sample("relu", "both signs",
           [](Inputs& in) {
             return relu(in.rows({3, 11}));
           }),
    sample("abs", "both signs", [](Inputs& in) { return abs(in.rows({19})); }),
};

}  // namespace
}  // namespace plumb::contract
