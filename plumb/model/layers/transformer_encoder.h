#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/layer.h"

namespace plumb {

/// A block of the Transformer's encoder (Vaswani et al., 2017): attention, then two dense maps of each step, each with
/// a shortcut around it, dropout before the sum and a normalization after it.
///
///     transformer_encoder: {intermediate_dim: 512, num_heads: 4, dropout: 0.1}
///
///     x = normalize(x + dropout(attention(x))),   y = normalize(x + dropout(W2 dropout(activation(W1 x))))
///
/// `normalize_first` puts the normalization at the beginning of each branch instead (Xiong et al., 2020): deep stacks
/// train without warm-up that way. With the same weights, it computes what PyTorch's TransformerEncoderLayer does.
struct TransformerEncoder {
  int64_t intermediate_dim = 0;
  int64_t num_heads = 0;
  double dropout = 0;
  Activation activation;
  double layer_norm_epsilon = 1e-5;
  bool normalize_first = false;
  bool causal = false;
  TransformerEncoder();  // relu
  TransformerEncoder(int64_t intermediate, int64_t heads, double drop = 0);

  static constexpr auto name = "transformer_encoder";
  static constexpr auto summary = "Attention and two dense maps, with shortcuts.";
  static constexpr auto example = "transformer_encoder: {intermediate_dim: 64, num_heads: 4, dropout: 0.1}";
  static void describe(auto& self, auto& field) {
    field("intermediate_dim", self.intermediate_dim, "Width between the two dense maps.", required, at_least(1));
    field("num_heads", self.num_heads, "Heads of the attention.", required, at_least(1));
    field("dropout", self.dropout, "Share of the numbers dropped while training, in four places.", from_below(0, 1));
    field("activation", self.activation, "Between the two dense maps.");
    field("layer_norm_epsilon", self.layer_norm_epsilon, "Added to the variance.", above(0));
    field("normalize_first", self.normalize_first, "Normalizes at the beginning of each branch, not after the sum.");
    field("causal", self.causal, "A step sees itself and those before it only.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
