#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

Value sequences(Inputs& in) { return in.rows({5, 3}); }

[[maybe_unused]] const bool sampled[] = {
    layer_sample("simple_rnn: {units: 4}", sequences),
    layer_sample("simple_rnn: {units: 17, activation: relu, return_sequences: true, use_bias: false}", sequences),
    layer_sample("lstm: {units: 4}", sequences),
    layer_sample("lstm: {units: 17, return_sequences: true, unit_forget_bias: false}", sequences),
    layer_sample("lstm: {units: 6, go_backwards: true, use_bias: false, dropout: 0.3}", sequences),
    layer_sample("gru: {units: 4}", sequences),
    layer_sample("gru: {units: 17, return_sequences: true, dropout: 0.2, recurrent_regularizer: {l2: 0.01}}",
                 sequences),
    layer_sample("gru: {units: 6, go_backwards: true, use_bias: false}", sequences),
    layer_sample("simple_rnn: {units: 4, bias_regularizer: l2}", sequences),
    layer_sample("lstm: {units: 4, bias_regularizer: l2}", sequences),
    layer_sample("gru: {units: 4, bias_regularizer: l1}", sequences),
    layer_sample("lstm: {units: 4, return_sequences: true, activity_regularizer: l2, kernel_constraint: unit_norm, "
                 "recurrent_constraint: {max_norm: 1}, bias_constraint: non_neg}",
                 sequences),
    layer_sample("bidirectional: {layer: {lstm: 4}}", sequences),
    layer_sample(
        "bidirectional: {layer: {lstm: {units: 4, activity_regularizer: l1}}, backward_layer: {gru: {units: 2, "
        "go_backwards: true}}}",
        sequences),
    layer_sample("bidirectional: {layer: {gru: {units: 5, return_sequences: true}}, merge_mode: sum}", sequences),
    layer_sample("bidirectional: {layer: {simple_rnn: {units: 5, return_sequences: true}}, merge_mode: mul}",
                 sequences),
    layer_sample("bidirectional: {layer: {simple_rnn: 3}, merge_mode: ave}", sequences),
    layer_sample("global_average_pooling1d", sequences),
    layer_sample("global_average_pooling1d: {keepdims: true}", sequences),
    layer_sample("global_max_pooling1d", sequences),
    layer_sample("global_max_pooling1d: {keepdims: true}", sequences),
    layer_sample("dense: {units: 4, activation: softmax}", sequences),
};

}  // namespace
}  // namespace plumb::contract
