// Convolutions whose channels fall into groups, and those with a group for each channel.
#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

const Window strided{.size = {3, 3}, .stride = {2, 2}, .pads = {1, 0, 1, 1}};

[[maybe_unused]] const bool sampled[] = {
    sample("conv2d", "two groups",
           [](Inputs& in) {
             return conv2d(in.rows({6, 5, 4}), in.whole({3, 2, 2, 6}), {.size = {3, 2}});
           }),
    sample("conv2d", "a group for each channel, with bias and relu",
           [](Inputs& in) {
             const Value y = conv2d(in.rows({7, 6, 16}), in.whole({3, 3, 1, 16}), strided);
             return relu(y + expand(in.whole({16}), y, {.axes = {0, 1, 2}}));
           }),
    sample("conv2d", "three filters for each channel",
           [](Inputs& in) {
             return conv2d(in.rows({5, 5, 4}), in.whole({2, 2, 1, 12}), {.size = {2, 2}});
           }),
    sample("conv2d_grad_input", "of groups, with cells that no window reaches",
           [](Inputs& in) {
             return conv2d_grad_input(in.rows({2, 2, 6}), in.whole({2, 2, 2, 6}), in.rows({6, 5, 4}),
                                      {.size = {2, 2}, .stride = {3, 3}});
           }),
    training_sample(
        "conv2d_grad_weights", "of groups",
        [](Inputs& in) {
          return conv2d_grad_weights(in.rows({7, 6, 8}), in.rows({4, 3, 8}), in.whole({3, 3, 1, 8}), strided);
        }),
};

}  // namespace
}  // namespace plumb::contract
