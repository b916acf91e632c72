#include "plumb/graph/operators/mean_of_members.h"

#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("mean_of_members", "numbers of each",
           [](Inputs& in) {
             return mean_of_members(in.rows({3, 4}));
           }),
    sample("mean_of_members", "one number of each", [](Inputs& in) { return mean_of_members(in.rows({5})); }),
};

}  // namespace
}  // namespace plumb::contract
