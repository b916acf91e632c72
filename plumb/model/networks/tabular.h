#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

/// For rows of numbers and categories: an ensemble of networks over embedded columns that is about as good as boosted
/// trees.
///
///     model: tabular
///     model: {tabular: {members: 16, units: [256, 256, 256]}}
///
/// 1. From 3,000 train rows on, ratios, sums and differences of two numbers that tell the target are added
///    (pair_features). Numbers are spread normally (quantile_transform), from as many rows on each is embedded by bins
///    that a decision tree over the train target found (embedding_bins, piecewise_linear_embedding), and those of few
///    values are categories too (values_as_codes). Categories are embedded.
/// 2. `members` networks share their weights and differ in scales and biases (ensemble_dense); each is trained on a
///    loss of its own, and the mean of their probabilities is the answer (TabM: Gorishniy et al., 2024).
/// 3. Unless the task says otherwise, training is AdamW with a weight decay of 0.01, gradients no longer than 1,
///    batches of 256 rows (small sets: a 30th), until the valid loss has not fallen for 12 epochs; the best weights
///    count, and from 10,000 rows on they are moving averages (ema).
///
/// The steps and options stand in the rendered task file. Other inputs (texts, images) join before the first layer.
struct TabularNetwork {
  std::vector<int64_t> units = {384, 384};
  int64_t members = 8;
  double dropout = 0.3;
  int64_t embedding = 16;

  static constexpr auto name = "tabular";
  static constexpr auto summary = "An ensemble over embedded columns, for tables.";
  static void describe(auto& self, auto& field) {
    field("units", self.units, "Width of each layer.", at_least(1));
    field("members", self.members, "Networks that share their weights.", at_least(1));
    field("dropout", self.dropout, "Share of the numbers dropped after each layer while training.", from_below(0, 1));
    field("embedding", self.embedding, "Length of the vector of each column.", at_least(1));
  }
  void check(Problems& problems) const;
  Wants wants(const TableFacts& facts) const;
  Plan plan(const NetworkContext& context) const;
  /// As wide as so many train rows bear.
  static TabularNetwork for_rows(int64_t rows);
};

}  // namespace plumb
