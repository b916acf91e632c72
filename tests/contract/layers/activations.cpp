// Activations with options; each with none is sampled by itself.
#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

const auto around_zero = [](Inputs& in) { return in.rows({19}, {-5, 5}); };

[[maybe_unused]] const bool sampled[] = {
    layer_sample("activation: {activation: {gelu: {approximate: true}}}", around_zero),
    layer_sample("activation: {activation: {relu: {max_value: 2}}}", around_zero),
    layer_sample("activation: {activation: {relu: {negative_slope: 0.1}}}", around_zero),
    layer_sample("activation: {activation: {relu: {threshold: 1}}}", around_zero),
    layer_sample("activation: {activation: {relu: {max_value: 3, negative_slope: 0.1, threshold: 0.5}}}", around_zero),
    layer_sample("dense: {units: 3, activation: {relu: {max_value: 0.5}}}", [](Inputs& in) { return in.rows({5}); }),
};

}  // namespace
}  // namespace plumb::contract
