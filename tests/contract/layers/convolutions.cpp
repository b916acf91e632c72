// What else convolves images: groups, dilation, depthwise, transposed.
#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

const auto image = [](Inputs& in) { return in.rows({7, 6, 4}); };

[[maybe_unused]] const bool sampled[] = {
    layer_sample("conv2d: {filters: 6, kernel_size: 3, groups: 2, padding: same, activation: relu}", image),
    layer_sample("conv2d: {filters: 8, kernel_size: [2, 3], groups: 4, strides: 2}", image),
    layer_sample("conv2d: {filters: 3, kernel_size: 3, dilation_rate: 2, padding: same}", image),
    layer_sample("conv2d: {filters: 5, kernel_size: [2, 3], dilation_rate: [3, 2], use_bias: false}", image),
    layer_sample("conv2d: {filters: 4, kernel_size: 3, dilation_rate: [1, 2], groups: 2}", image),
    layer_sample("depthwise_conv2d: {kernel_size: 3, padding: same, activation: relu}", image),
    layer_sample("depthwise_conv2d: {kernel_size: [3, 2], strides: 2, depth_multiplier: 3}", image),
    layer_sample("depthwise_conv2d: {kernel_size: 2, dilation_rate: 2, use_bias: false}", image),
    layer_sample("depthwise_conv2d: {kernel_size: 5, padding: same}",
                 [](Inputs& in) {
                   return in.rows({9, 8, 32});
                 }),
    layer_sample("separable_conv2d: {filters: 5, kernel_size: 3, padding: same, activation: relu}", image),
    layer_sample("separable_conv2d: {filters: 3, kernel_size: 2, depth_multiplier: 2, strides: 2, use_bias: false}",
                 image),
    layer_sample("conv2d: {filters: 3, bias_regularizer: l2}", image),
    layer_sample("depthwise_conv2d: {kernel_size: 2, bias_regularizer: l2}", image),
    layer_sample("separable_conv2d: {filters: 5, kernel_size: 2, bias_regularizer: l1}", image),
    layer_sample("conv2d_transpose: {filters: 3, kernel_size: 2, bias_regularizer: l1}", image),
    layer_sample("conv2d_transpose: {filters: 3, kernel_size: 3, activation: relu}", image),
    layer_sample("conv2d_transpose: {filters: 2, kernel_size: 3, strides: [2, 3], padding: same, output_padding: 1}",
                 image),
    layer_sample("conv2d_transpose: {filters: 2, kernel_size: [2, 3], strides: 2, dilation_rate: [3, 2]}", image),
    layer_sample("conv2d: {filters: 3, activity_regularizer: l1, kernel_constraint: {unit_norm: {axis: [0, 1]}}}",
                 image),
    layer_sample("conv2d_transpose: {filters: 5, kernel_size: 3, strides: 2, padding: same}", image),
    layer_sample("conv2d_transpose: {filters: 2, kernel_size: [2, 4], strides: [3, 2], use_bias: false}", image),
};

}  // namespace
}  // namespace plumb::contract
