#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumb/engine/weights.h"

namespace plumb {

/// What of a file of weights goes where.
struct WeightChoice {
  std::map<std::string, std::string> names = {};  // layers or weights of the file, with the names they have here
  std::vector<std::string> layers = {};           // that begin with the file's weights; empty: all
};

/// Puts weights of another program, or of another network, where the graph wants them.
///
///     set_foreign_weights(*traced.graph, read_safetensors("net.safetensors").tensors, {.names = {{"fc1", "dense"}}},
///                         states, "net.safetensors");
///
/// Names of the file: `fc1.weight`, `encoder.0.bias`, `dense/kernel`, `dense/kernel:0`. The last part says what it is:
///
///     here                       Keras                 PyTorch, and its layout
///     kernel                     kernel                weight   [out, in] of dense, [out, in, t] of conv1d,
///                                                      [out, in, h, w] of conv2d, [in, out, h, w] of
///                                                      conv2d_transpose, [out, 1, h, w] of depthwise_conv2d
///     depthwise_kernel, pointwise_kernel of separable_conv2d
///                                the same              weight of each, if `names` say which
///     bias                       bias                  bias
///     embeddings                 embeddings            weight   as it is
///     gamma, beta                gamma (scale), beta   weight, bias
///     moving_mean                moving_mean           running_mean
///     moving_variance            moving_variance       running_var
///     simple_rnn, lstm, gru: kernel, recurrent_kernel, bias
///                                the same              weight_ih_l0, weight_hh_l0, bias_ih_l0 + bias_hh_l0
///                                                      (a gru keeps both); gates i f g o, r z n
///     bidirectional: both        forward_, backward_   …_l0, …_l0_reverse
///     multi_head_attention: dense, dense_1
///                                query, key, value;    in_proj_weight, in_proj_bias; out_proj
///                                attention_output
///     transformer_encoder        –                     self_attn, linear1, linear2, norm1, norm2
///
/// Several layers in one module of PyTorch (nn.LSTM of two) are a layer each: `rnn.l0`, `rnn.l1`.
///
/// What is behind a flattened image or convolved sequence gets its numbers in our order (channels last) from PyTorch's
/// (channels first).
///
/// Which layer of the file is which here: as `names` say (a layer's name or the whole name of a weight); else the one
/// of the same name, a part that all names of the file begin with aside, and numbered ones (dense_5, dense_6) one after
/// the other; else, of those that are left on both sides, the only one, or, where the file only numbers them ("0", "2",
/// "layers.10"), one after the other in the order of the network. Shapes must fit, and everything that a layer of the
/// file has must have a place, or an Error lists both sides. Layers that are not in `choice.layers` keep what they
/// have.
void set_foreign_weights(const Graph& graph, const std::map<std::string, TensorBytes>& given,
                         const WeightChoice& choice, States& states, const std::string& file);

}  // namespace plumb
