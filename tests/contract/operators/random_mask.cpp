#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    training_sample("random_mask", "a third",
                    [](Inputs& in) {
                      const RandomMask mask{.rate = 1.0 / 3, .seed = 5, .stream = 2};
                      return random_mask(in.rows({33}), in.whole_codes({}, 1000), mask);
                    }),
    training_sample("random_mask", "dropout",
                    [](Inputs& in) {
                      const Value x = in.rows({5, 7});
                      return x * random_mask(x, in.whole_codes({}, 1000), {.rate = 0.5, .seed = 9});
                    }),
    training_sample("random_mask", "nothing dropped",
                    [](Inputs& in) { return random_mask(in.rows({5}), in.whole_codes({}, 1000), {.rate = 0}); }),
};

}  // namespace
}  // namespace plumb::contract
