#include "plumb/graph/lazy_rows.h"

#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    training_sample("looked_up", "rows that meet",
                    [](Inputs& in) {
                      return looked_up(in.codes({4}, 3), in.whole({3, 5}));
                    }),
    training_sample("looked_up", "few rows of a large table",
                    [](Inputs& in) {
                      return looked_up(in.codes({}, 90), in.whole({90, 5}));
                    }),
};

}  // namespace
}  // namespace plumb::contract
