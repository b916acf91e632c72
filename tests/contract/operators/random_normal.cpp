#include "plumb/graph/operators/random_normal.h"

#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    training_sample(
        "random_normal", "more than a block",
        [](Inputs& in) { return random_normal(in.rows({33}), in.whole_codes({}, 1000), {.seed = 5, .stream = 2}); }),
    training_sample("random_normal", "noise",
                    [](Inputs& in) {
                      const Value x = in.rows({5, 7});
                      return x + random_normal(x, in.whole_codes({}, 1000), {.seed = 9}) * 0.5;
                    }),
};

}  // namespace
}  // namespace plumb::contract
