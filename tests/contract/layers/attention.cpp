#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("multi_head_attention: {num_heads: 2}",
                 [](Inputs& in) {
                   return in.rows({5, 6});
                 }),
    layer_sample("multi_head_attention: {num_heads: 3, key_dim: 4, causal: true, use_bias: false, dropout: 0.25}",
                 [](Inputs& in) {
                   return in.rows({5, 7});
                 }),
    layer_sample("multi_head_attention: {num_heads: 2, value_dim: 5, use_gate: true, bias_initializer: ones}",
                 [](Inputs& in) {
                   return in.rows({5, 6});
                 }),
    layer_sample("multi_head_attention: {num_heads: 2, key_dim: 4, value_dim: 3, output_shape: [2, 3], dropout: 0.25}",
                 [](Inputs& in) {
                   return in.rows({5, 6});
                 }),
    layer_sample("multi_head_attention: {num_heads: 2, kernel_regularizer: l2, bias_regularizer: l1, "
                 "activity_regularizer: l2, kernel_constraint: non_neg, bias_constraint: {max_norm: 1}}",
                 [](Inputs& in) {
                   return in.rows({3, 2, 4});
                 }),
    layer_sample("multi_head_attention: {num_heads: 2, sliding_window: 2, causal: true}",
                 [](Inputs& in) {
                   return in.rows({5, 4});
                 }),
    layer_sample("multi_head_attention: {num_heads: 2, attention_axes: 2, causal: true}",
                 [](Inputs& in) {
                   return in.rows({3, 5, 4});
                 }),
    layer_sample("multi_head_attention: {num_heads: 2, attention_axes: [1, -2], output_shape: 3}",
                 [](Inputs& in) {
                   return in.rows({3, 2, 2, 4});
                 }),
    layer_sample("transformer_encoder: {intermediate_dim: 9, num_heads: 2}",
                 [](Inputs& in) {
                   return in.rows({5, 6});
                 }),
    layer_sample("transformer_encoder: {intermediate_dim: 9, num_heads: 2, dropout: 0.25, activation: gelu, "
                 "normalize_first: true, causal: true}",
                 [](Inputs& in) {
                   return in.rows({5, 6});
                 }),
};

}  // namespace
}  // namespace plumb::contract
