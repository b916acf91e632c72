#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

const auto sequence = [](Inputs& in) { return in.rows({9, 4}); };

[[maybe_unused]] const bool sampled[] = {
    layer_sample("conv1d: {filters: 5, kernel_size: 3, activation: relu}", sequence),
    layer_sample("conv1d: {filters: 3, kernel_size: 4, strides: 2, padding: same}", sequence),
    layer_sample("conv1d: {filters: 4, kernel_size: 3, padding: causal, dilation_rate: 2, groups: 2}", sequence),
    layer_sample("conv1d: {filters: 2, kernel_size: 2, padding: causal, strides: 3, use_bias: false}", sequence),
    layer_sample("conv1d: {filters: 3, bias_regularizer: {l2: 0.01}}", sequence),
    layer_sample("max_pooling1d", sequence),
    layer_sample("max_pooling1d: {pool_size: 3, strides: 2, padding: same}", sequence),
    layer_sample("average_pooling1d", sequence),
    layer_sample("average_pooling1d: {pool_size: 4, strides: 3, padding: same}", sequence),
};

}  // namespace
}  // namespace plumb::contract
