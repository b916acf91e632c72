#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

/// For tables: each column is a token, and attention relates columns to each other (FT-Transformer: Gorishniy et al.,
/// 2021). Slower than `tabular` and seldom better; good where columns mean something together only.
///
///     model: ft_transformer
///     model: {ft_transformer: {units: 64, blocks: 3, num_heads: 8}}
///
/// As in the paper, blocks normalise first; unlike it, the answer is read from the mean of the tokens, not from a token
/// of its own. Numbers are spread normally before (quantile_transform). Training as for `tabular`, unless the task says
/// otherwise.
struct FtTransformer {
  int64_t units = 64;
  int64_t blocks = 3;
  int64_t num_heads = 8;
  double dropout = 0.1;

  static constexpr auto name = "ft_transformer";
  static constexpr auto summary = "Attention between the columns of a table.";
  static void describe(auto& self, auto& field) {
    field("units", self.units, "Length of the token of each column.", at_least(1));
    field("blocks", self.blocks, "Blocks of attention and dense maps.", at_least(1));
    field("num_heads", self.num_heads, "Heads of the attention.", at_least(1));
    field("dropout", self.dropout, "Share of the numbers dropped while training.", from_below(0, 1));
  }
  void check(Problems& problems) const;
  Wants wants(const TableFacts& facts) const;
  Plan plan(const NetworkContext& context) const;
};

}  // namespace plumb
