#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

// The engine's own operator, which its rewrite of norms leads to.
[[maybe_unused]] const bool sampled[] = {
    training_sample("sum_of_squares", "rows",
                    [](Inputs& in) { return apply(find_operator("sum_of_squares"), {in.rows({7})}); }),
    training_sample("sum_of_squares", "more than a piece",
                    [](Inputs& in) {
                      return apply(find_operator("sum_of_squares"), {in.whole({3, 1700})});
                    }),
};

}  // namespace
}  // namespace plumb::contract
