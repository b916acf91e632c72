#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("layer_normalization", "rows",
           [](Inputs& in) {
             return layer_normalization(in.rows({9}), in.whole({9}, {0.5, 2}), in.whole({9}), 1e-3);
           }),
    sample("layer_normalization", "steps of sequences, far from zero",
           [](Inputs& in) {
             return layer_normalization(in.rows({3, 17}, {9, 11}), in.whole({17}, {0.5, 2}), in.whole({17}), 1e-5);
           }),
};

}  // namespace
}  // namespace plumb::contract
