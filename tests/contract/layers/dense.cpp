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
};

}  // namespace
}  // namespace plumb::contract
