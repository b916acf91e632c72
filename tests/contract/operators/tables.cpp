#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("gather", "a row each",
           [](Inputs& in) {
             return gather(in.whole({9, 5}), in.codes({}, 9));
           }),
    sample("gather", "sequences",
           [](Inputs& in) {
             return gather(in.whole({9, 5}), in.codes({4}, 9));
           }),
    sample("gather", "few rows of a large table",
           [](Inputs& in) {
             return gather(in.whole({90, 5}), in.codes({2}, 90));
           }),
    training_sample("gather_grad", "few rows of a large table",
                    [](Inputs& in) {
                      return gather_grad(in.codes({2}, 90), in.rows({2, 5}), in.whole({90, 5}));
                    }),
    training_sample("gather_grad", "rows that meet",
                    [](Inputs& in) {
                      return gather_grad(in.codes({4}, 3), in.rows({4, 5}), in.whole({3, 5}));
                    }),
    sample("one_hot", "classes", [](Inputs& in) { return one_hot(in.codes({}, 5), in.rows({5})); }),
};

}  // namespace
}  // namespace plumb::contract
