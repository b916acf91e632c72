#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("dense: {units: 3}", [](Inputs& in) { return in.rows({5}); }),
    layer_sample("dense: {units: 33, activation: relu}", [](Inputs& in) { return in.rows({17}); }),
    layer_sample("dense: {units: 4, activation: softmax, use_bias: false}", [](Inputs& in) { return in.rows({5}); }),
    layer_sample("dense: {units: 3, bias_initializer: ones, bias_regularizer: {l2: 0.01}}",
                 [](Inputs& in) { return in.rows({5}); }),
    layer_sample("dense: {units: 3, kernel_regularizer: {l2: 0.01}}", [](Inputs& in) { return in.rows({5}); }),
    layer_sample("dense: {units: 3, kernel_constraint: unit_norm, bias_constraint: {max_norm: 1}}",
                 [](Inputs& in) { return in.rows({5}); }),
    layer_sample("dense: {units: 3, activation: tanh, activity_regularizer: {l1: 0.2}}",
                 [](Inputs& in) { return in.rows({5}); }),
    layer_sample("activity_regularization: {l1: 0.3, l2: 0.2}", [](Inputs& in) { return in.rows({5}); }),
    layer_sample("activity_regularization: {l2: 0.2}",
                 [](Inputs& in) {
                   return in.rows({4, 3});
                 }),
    layer_sample("activity_regularization", [](Inputs& in) { return in.rows({5}); }),
    layer_sample("activation: {relu: {max_value: 1, negative_slope: 0.2}}", [](Inputs& in) { return in.rows({19}); }),
    takes_any_shape("activity_regularization"),
};

}  // namespace
}  // namespace plumb::contract
