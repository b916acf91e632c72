#include "plumb/graph/repeat.h"

#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("repeat", "before the others",
           [](Inputs& in) {
             return repeat(in.rows({4, 3}), 1, 5);
           }),
    sample("repeat", "among them",
           [](Inputs& in) {
             return repeat(in.rows({4, 3}), 2, 2);
           }),
    sample("repeat", "after them",
           [](Inputs& in) {
             return repeat(in.rows({4, 3}), 3, 3);
           }),
    sample("repeat", "of one number", [](Inputs& in) { return repeat(in.rows({}), 1, 3); }),
    sample("repeat", "then merged",
           [](Inputs& in) {
             return merge_dims(repeat(in.rows({4, 3}), 2, 2), 1, 2);
           }),
};

}  // namespace
}  // namespace plumb::contract
