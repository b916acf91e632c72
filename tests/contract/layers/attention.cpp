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
