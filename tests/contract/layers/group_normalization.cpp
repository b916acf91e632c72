#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

const auto image = [](Inputs& in) { return in.rows({4, 3, 6}); };

[[maybe_unused]] const bool sampled[] = {
    layer_sample("group_normalization: {groups: 3}", image),
    layer_sample("group_normalization: {groups: 1, center: false}", image),
    layer_sample("group_normalization: {groups: -1, scale: false}", image),
    layer_sample("group_normalization: {groups: 2}", [](Inputs& in) { return in.rows({6}); }),
    layer_sample("group_normalization: {groups: 3, beta_regularizer: l2, gamma_regularizer: l1}", image),
    layer_sample("group_normalization: {groups: 2, axis: 1, beta_initializer: ones, gamma_initializer: zeros}", image),
    layer_sample("group_normalization: {groups: -1, axis: -2}", image),
    layer_sample("instance_normalization", image),
    layer_sample("instance_normalization: {axis: 2, gamma_regularizer: l2}", image),
    layer_sample("instance_normalization: {center: false, scale: false, epsilon: 0.1}",
                 [](Inputs& in) {
                   return in.rows({5, 2});
                 }),
    layer_sample("rms_normalization", image),
    layer_sample("rms_normalization: {epsilon: 0.5}", [](Inputs& in) { return in.rows({7}); }),
    layer_sample("rms_normalization: {axis: 1}", image),
    layer_sample("rms_normalization: {axis: [1, 3]}", image),
    layer_sample("squeeze_excitation: 2", image),
    layer_sample("squeeze_excitation: {ratio: 8, activation: silu, gate_activation: hard_sigmoid}", image),
};

}  // namespace
}  // namespace plumb::contract
