#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    training_sample("unpack", "from within",
                    [](Inputs& in) {
                      return unpack(in.whole({64}), 16, {3, 5});
                    }),
    training_sample("pack", "with gaps",
                    [](Inputs& in) {
                      return pack({in.whole({3, 5}), in.whole({}), in.whole({16})}, in.whole({48}));
                    }),
};

}  // namespace
}  // namespace plumb::contract
