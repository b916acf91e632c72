#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("ensemble_dense: {units: 5, members: 3, activation: relu, scale_initializer: random_sign}",
                 [](Inputs& in) { return in.rows({7}); }),
    layer_sample("ensemble_dense: {units: 5, members: 3, kernel_regularizer: {l2: 0.01}}",
                 [](Inputs& in) {
                   return in.rows({3, 7});
                 }),
    layer_sample("ensemble_mean: {units: 1, members: 3, activation: sigmoid}",
                 [](Inputs& in) {
                   return in.rows({3, 6});
                 }),
    layer_sample("ensemble_mean: {units: 4, members: 2, activation: softmax}", [](Inputs& in) { return in.rows({6}); }),
    layer_sample("piecewise_linear_embedding: {units: 4, edges: [[-1, -0.3, 0.2, 1.1], [], [-2, 2]]}",
                 [](Inputs& in) { return in.rows({3}); }),
    layer_sample("piecewise_linear_embedding: {units: 3, edges: [[-1, 0, 1], [-0.7, 0.4]], activation: relu}",
                 [](Inputs& in) { return in.rows({2}); }),
    layer_sample("periodic_embedding: {units: 4, frequencies: 5}", [](Inputs& in) { return in.rows({3}); }),
    layer_sample("feature_tokenizer: {units: 6}",
                 [](Inputs& in) {
                   return Values{in.rows({3}), in.rows({2})};
                 }),
};

}  // namespace
}  // namespace plumb::contract
