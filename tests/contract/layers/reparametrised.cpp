#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

const auto image = [](Inputs& in) { return in.rows({6, 5, 3}); };
const auto numbers = [](Inputs& in) { return in.rows({5}); };

[[maybe_unused]] const bool sampled[] = {
    layer_sample("weight_normalization: {layer: {dense: {units: 3, activation: tanh}}}", numbers),
    layer_sample("weight_normalization: {layer: {conv2d: {filters: 4, padding: same}}}", image),
    layer_sample("weight_normalization: {layer: {residual: {layers: [{dense: {units: 4, kernel_regularizer: l2}}]}}}",
                 numbers),
    layer_sample("spectral_normalization: {layer: {dense: {units: 3, activation: tanh}}}", numbers),
    layer_sample("spectral_normalization: {layer: {conv2d: {filters: 4, strides: 2}}}", image),
    layer_sample("spectral_normalization: {layer: {dense: 3}, power_iterations: 3}", numbers),
    layer_sample("spectral_normalization: {layer: {weight_normalization: {layer: {dense: {units: 3}}}}}", numbers),
    layer_sample("spectral_normalization: {layer: {lstm: 4}}",
                 [](Inputs& in) {
                   return in.rows({3, 5});
                 }),
};

}  // namespace
}  // namespace plumb::contract
