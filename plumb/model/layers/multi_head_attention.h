#pragma once

#include <optional>

#include "plumb/model/initializers/glorot_uniform.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"

namespace plumb {

/// Each step of a sequence becomes a mean of all steps, weighed by how well its query fits their keys; each head has
/// queries, keys and values of its own (Vaswani et al., 2017). [rows, time, n] stays [rows, time, n].
///
///     multi_head_attention: {num_heads: 4}        MultiHeadAttention{4}
///
/// Of more axes, [rows, a, b, …, n], all places are the steps of one sequence, in order: the cells of an image look at
/// each other. `attention_axes: [2]` makes a sequence of b for each a. With `sliding_window: w` a step sees those less
/// than w steps away, which makes long sequences cheaper (Beltagy et al., 2020).
///
/// Steps after the end of a sequence are not looked at, and come out as 0 before the last map. The first weights make
/// queries, keys and values beside each other, as PyTorch's `in_proj_weight` transposed. With `use_gate`, what the
/// heads saw is multiplied by sigmoid(x W + b) before the last map (Qiu et al., 2025).
///
/// An `activity_regularizer` penalises what each of the maps makes: queries, keys, values, gates and the result.
struct MultiHeadAttention {
  int64_t num_heads = 0;
  std::optional<int64_t> key_dim = {};
  std::optional<int64_t> value_dim = {};
  double dropout = 0;
  bool use_bias = true;
  std::vector<int64_t> output_shape = {};
  std::vector<int64_t> attention_axes = {};
  std::optional<int64_t> sliding_window = {};
  bool causal = false;
  Initializer kernel_initializer = GlorotUniform{};
  Initializer bias_initializer = Zeros{};
  std::optional<Regularizer> kernel_regularizer = {};
  std::optional<Regularizer> bias_regularizer = {};
  std::optional<Regularizer> activity_regularizer = {};
  std::optional<Constraint> kernel_constraint = {};
  std::optional<Constraint> bias_constraint = {};
  bool use_gate = false;

  static constexpr auto name = "multi_head_attention";
  static constexpr auto summary = "Each step of a sequence looks at the others.";
  static constexpr auto shorthand = "num_heads";
  static constexpr auto example = "multi_head_attention: {num_heads: 4, dropout: 0.1}";
  static void describe(auto& self, auto& field) {
    field("num_heads", self.num_heads, "How many ways of looking.", required, at_least(1));
    field("key_dim", self.key_dim, "Length of a query and a key of one head; nothing: the width divided by the heads.",
          at_least(1));
    field("value_dim", self.value_dim, "Length of a value of one head; nothing: that of a key.", at_least(1));
    field("dropout", self.dropout, "Share of the weights that are dropped while training.", from_below(0, 1));
    field("use_bias", self.use_bias, "Adds a learned number to each column.");
    field("output_shape", self.output_shape, "Shape of what comes out for each step; none: the width of the input.",
          at_least(1));
    field("attention_axes", self.attention_axes,
          "Axes whose places look at each other, from 1, the first after the rows; none: all but the last.");
    field("sliding_window", self.sliding_window, "A step sees those less than so many steps away; nothing: all.",
          at_least(1));
    field("causal", self.causal, "A step sees itself and those before it only.");
    field("kernel_initializer", self.kernel_initializer, "How the weights begin.");
    field("bias_initializer", self.bias_initializer, "How the biases begin.");
    field("kernel_regularizer", self.kernel_regularizer, "A penalty on the weights.");
    field("bias_regularizer", self.bias_regularizer, "A penalty on the biases.");
    field("activity_regularizer", self.activity_regularizer,
          "A penalty on queries, keys, values, gates and the result, mean of the rows.");
    field("kernel_constraint", self.kernel_constraint, "What the weights are brought back to after each step.");
    field("bias_constraint", self.bias_constraint, "What the biases are brought back to after each step.");
    field("use_gate", self.use_gate,
          "Multiplies what the heads saw by numbers from 0 to 1 that the step itself makes.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
