#pragma once

#include <optional>

#include "plumb/model/initializers/glorot_uniform.h"
#include "plumb/model/layer.h"

namespace plumb {

/// Each step of a sequence becomes a mean of all steps, weighed by how well its query fits their keys; each head has
/// queries, keys and values of its own (Vaswani et al., 2017). [rows, time, n] stays [rows, time, n].
///
///     multi_head_attention: {num_heads: 4}        MultiHeadAttention{4}
///
/// Steps after the end of a sequence are not looked at, and come out as 0 before the last map. The first weights make
/// queries, keys and values beside each other, as PyTorch's `in_proj_weight` transposed.
struct MultiHeadAttention {
  int64_t num_heads = 0;
  std::optional<int64_t> key_dim = {};
  double dropout = 0;
  bool use_bias = true;
  bool causal = false;
  Initializer kernel_initializer = GlorotUniform{};

  static constexpr auto name = "multi_head_attention";
  static constexpr auto summary = "Each step of a sequence looks at the others.";
  static constexpr auto shorthand = "num_heads";
  static constexpr auto example = "multi_head_attention: {num_heads: 4, dropout: 0.1}";
  static void describe(auto& self, auto& field) {
    field("num_heads", self.num_heads, "How many ways of looking.", required, at_least(1));
    field("key_dim", self.key_dim, "Length of a query and a key of one head; nothing: the width divided by the heads.",
          at_least(1));
    field("dropout", self.dropout, "Share of the weights that are dropped while training.", from_below(0, 1));
    field("use_bias", self.use_bias, "Adds a learned number to each column.");
    field("causal", self.causal, "A step sees itself and those before it only.");
    field("kernel_initializer", self.kernel_initializer, "How the weights begin.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
