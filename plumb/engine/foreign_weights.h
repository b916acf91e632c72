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
///     here               Keras                 PyTorch, and its layout
///     kernel             kernel                weight   [out, in] of dense, [out, in, h, w] of conv2d, [out, in, t],
///                                              [out, 1, h, w] of depthwise_conv2d
///     depthwise_kernel, pointwise_kernel of separable_conv2d
///                        the same              weight of each, if `names` say which
///     bias               bias                  bias
///     embeddings         embeddings            weight   as it is
///     gamma, beta        gamma, beta           weight, bias
///     moving_mean        moving_mean           running_mean
///     moving_variance    moving_variance       running_var
///     lstm, simple_rnn: kernel, recurrent_kernel, bias
///                        the same              weight_ih_l0, weight_hh_l0, bias_ih_l0 + bias_hh_l0; gates i f g o
///
/// A dense layer behind a flattened image gets its rows in our order (height, width, channels) from PyTorch's
/// (channels, height, width). PyTorch's `num_batches_tracked` is passed over.
///
/// Which layer of the file is which here: as `names` say (a layer's name or the whole name of a weight); else the one
/// of the same name; else, of those that are left on both sides, the only one, or, where the file only numbers them
/// ("0", "2", "layers.10"), one after the other in the order of the network. Shapes must fit, or an Error lists both
/// sides. Layers that are not in `choice.layers` keep what they have.
void set_foreign_weights(const Graph& graph, const std::map<std::string, TensorBytes>& given,
                         const WeightChoice& choice, States& states, const std::string& file);

}  // namespace plumb
