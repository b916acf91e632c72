#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("add", "two tensors", [](Inputs& in) { return in.rows({3}) + in.rows({3}); }),
    sample("add", "a scalar", [](Inputs& in) { return in.rows({3}) + in.whole({}); }),
    training_sample("add", "integers", [](Inputs& in) { return in.codes({3}, 9) + in.codes({3}, 9); }),
    sample("subtract", "two tensors",
           [](Inputs& in) {
             return in.rows({3, 2}) - in.rows({3, 2});
           }),
    sample("subtract", "from a scalar", [](Inputs& in) { return in.whole({}) - in.rows({3}); }),
    sample("multiply", "two tensors", [](Inputs& in) { return in.rows({17}) * in.rows({17}); }),
    sample("multiply", "by a scalar", [](Inputs& in) { return in.rows({3}) * in.whole({}); }),
    sample("multiply", "a square", [](Inputs& in) { return square(in.rows({3})); }),
    sample("divide", "two tensors",
           [](Inputs& in) {
             return in.rows({3}) / in.rows({3}, {0.5, 2});
           }),
    sample("divide", "by a scalar",
           [](Inputs& in) {
             return in.rows({3}) / in.whole({}, {0.5, 2});
           }),
    sample("divide", "a scalar",
           [](Inputs& in) {
             return in.whole({}) / in.rows({3}, {0.5, 2});
           }),
};

}  // namespace
}  // namespace plumb::contract
