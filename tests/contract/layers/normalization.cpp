#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("batch_normalization", [](Inputs& in) { return in.rows({5}); }),
    layer_sample("batch_normalization: {momentum: 0.9, epsilon: 0.01}",
                 [](Inputs& in) {
                   return in.rows({4, 3, 6});
                 }),
    layer_sample("batch_normalization: {center: false, scale: false}", [](Inputs& in) { return in.rows({5}); }),
    layer_sample("batch_normalization: {beta_initializer: ones, gamma_initializer: {constant: 0.5}, beta_regularizer: "
                 "{l2: 0.01}, gamma_regularizer: {l1: 0.02}}",
                 [](Inputs& in) { return in.rows({5}); }),
    layer_sample("layer_normalization: {beta_initializer: ones, gamma_initializer: {constant: 0.5}, beta_regularizer: "
                 "{l2: 0.01}, gamma_regularizer: {l1: 0.02}}",
                 [](Inputs& in) { return in.rows({9}); }),
    layer_sample("batch_normalization: {axis: 1}",
                 [](Inputs& in) {
                   return in.rows({4, 3, 6});
                 }),
    layer_sample("batch_normalization: {axis: -2, scale: false}",
                 [](Inputs& in) {
                   return in.rows({4, 7});
                 }),
    layer_sample("layer_normalization", [](Inputs& in) { return in.rows({9}); }),
    layer_sample("layer_normalization: {axis: [1, 2]}",  // the last ones
                 [](Inputs& in) {
                   return in.rows({3, 9});
                 }),
    layer_sample("layer_normalization: {axis: 1, center: false}",
                 [](Inputs& in) {
                   return in.rows({5, 4, 3});
                 }),
    layer_sample("layer_normalization: {axis: [-1, 1], beta_regularizer: l2}",
                 [](Inputs& in) {
                   return in.rows({5, 4, 3});
                 }),
    layer_sample("layer_normalization: {epsilon: 0.01}",
                 [](Inputs& in) {
                   return in.rows({3, 9});
                 }),
};

}  // namespace
}  // namespace plumb::contract
