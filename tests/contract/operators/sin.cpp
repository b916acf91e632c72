#include "plumb/graph/operators/sin.h"

#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("sin", "a wave", [](Inputs& in) { return sin(in.rows({17}, {.low = -20, .high = 20})); }),
    sample("sin", "a quarter of a wave before",
           [](Inputs& in) {
             return cos(in.rows({3, 5}));
           }),
};

}  // namespace
}  // namespace plumb::contract
