#include "plumb/graph/ordinal.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("ordinal_probabilities", "five classes", [](Inputs& in) { return ordinal_probabilities(in.rows({4})); }),
    sample("ordinal_probabilities", "two classes",
           [](Inputs& in) {
             return ordinal_probabilities(in.rows({1}, {-9, 9}));
           }),
};

}  // namespace
}  // namespace plumb::contract
