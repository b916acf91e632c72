#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// A row of a table as a sequence, a token for each column, so that attention can relate columns to each other
/// (FT-Transformer: Gorishniy et al., 2021). A number x of column j becomes x W_j + b_j, a code the vector of its word
/// plus b_j.
///
///     branches: {"*": []}
///     combine: {feature_tokenizer: {units: 64}}
///     layers: [{transformer_encoder: {intermediate_dim: 128, num_heads: 8}}, global_average_pooling1d]
///
/// Takes several inputs: numbers [rows, n] are n tokens, codes [rows] are one; together [rows, tokens, units], in the
/// order of the inputs.
struct FeatureTokenizer {
  int64_t units = 64;

  static constexpr auto name = "feature_tokenizer";
  static constexpr auto summary = "A row of a table as a sequence, a token for each column.";
  static constexpr auto shorthand = "units";
  static constexpr auto example = "feature_tokenizer: {units: 64}";
  static void describe(auto& self, auto& field) { field("units", self.units, "Length of a token.", at_least(1)); }
  Value build(Scope& scope, const Values& inputs) const;
};

}  // namespace plumb
