#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumb/core/safetensors.h"

namespace plumb {

/// A name as we spell it: "encoder.0" and "encoder/0:0" are "encoder/0".
std::string spelt(std::string name);
/// What stands before the last part of a name, and that part: "encoder.0" and "weight".
std::pair<std::string, std::string> cut(const std::string& name);
/// "dense" of "dense_1".
std::string without_number(std::string name);

/// What a tensor of a file of weights is, told by its name. A unit is what another program calls one layer; where ours
/// is made of several, they are its parts, in the words of PyTorch.
///
///     name in the file                           unit            part                 word
///     features.0.weight                          features.0                           weight
///     rnn.weight_ih_l0, of one layer             rnn                                  weight_ih
///     rnn.weight_ih_l1_reverse, of two, both     rnn.l1          backward             weight_ih
///     attn.in_proj_weight, attn.out_proj.bias    attn            in_proj, out_proj    weight, bias
///     block.self_attn.in_proj_weight             block           self_attn/in_proj    weight
///     block.linear1.weight, block.norm2.bias     block           linear1, norm2       weight, bias
///     lstm/lstm_cell/kernel                      lstm                                 kernel
///     bidirectional/backward_gru/gru_cell/bias   bidirectional   backward             bias
///     attention/query/kernel                     attention       in_proj              query/kernel
///     attention/attention_output/kernel          attention       out_proj             kernel
struct ForeignName {
  std::string unit = {}, part = {}, word = {};
  /// The layer that it belongs to, as messages and `names` call it: "rnn.l1.backward".
  std::string layer() const;
};

/// What each tensor is; those that are no weights are left out (PyTorch's `num_batches_tracked`, Keras's seeds).
std::map<std::string, ForeignName> foreign_names(const std::map<std::string, TensorBytes>& tensors);

/// The same of our layers, in the order of the network: "bidirectional/lstm_1" is the part `backward` of
/// "bidirectional".
std::map<std::string, ForeignName> own_names(const std::vector<std::string>& layers);

}  // namespace plumb
