#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("conv2d: {filters: 4, kernel_size: 3, activation: relu}",
                 [](Inputs& in) {
                   return in.rows({7, 6, 3});
                 }),
    layer_sample("conv2d: {filters: 5, kernel_size: [3, 2], strides: 2, padding: same}",
                 [](Inputs& in) {
                   return in.rows({7, 6, 3});
                 }),
    layer_sample("conv2d: {filters: 3, kernel_size: 1, use_bias: false}",
                 [](Inputs& in) {
                   return in.rows({4, 5, 2});
                 }),
};

}  // namespace
}  // namespace plumb::contract
