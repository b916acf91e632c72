#include "plumb/graph/operators/grouped_matmul.h"

#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("grouped_matmul", "weights for all rows",
           [](Inputs& in) {
             return grouped_matmul(in.rows({3, 5}), in.whole({3, 5, 4}));
           }),
    sample("grouped_matmul", "one number a group, wide",
           [](Inputs& in) {
             return grouped_matmul(in.rows({2, 1}), in.whole({2, 1, 33}));
           }),
    sample("grouped_matmul", "one group",
           [](Inputs& in) {
             return grouped_matmul(in.rows({1, 17}), in.whole({1, 17, 3}));
           }),
    training_sample("grouped_matmul_grad", "summed over rows",
                    [](Inputs& in) {
                      return grouped_matmul_grad(in.rows({3, 5}), in.rows({3, 4}));
                    }),
};

}  // namespace
}  // namespace plumb::contract
