#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("positive", "both signs", [](Inputs& in) { return positive(in.rows({19})); }),
    sample("sign", "both signs", [](Inputs& in) { return sign(in.rows({19})); }),
    sample("equal", "codes", [](Inputs& in) { return equal(in.codes({9}, 3), in.codes({9}, 3)); }),
    sample("equal", "numbers",
           [](Inputs& in) {
             const Value x = in.rows({9});
             return equal(x, abs(x));
           }),
    sample("select", "by sign", [](Inputs& in) { return select(positive(in.rows({9})), in.rows({9}), in.rows({9})); }),
    sample("select", "a scalar", [](Inputs& in) { return select(positive(in.rows({9})), in.rows({9}), in.whole({})); }),
};

}  // namespace
}  // namespace plumb::contract
