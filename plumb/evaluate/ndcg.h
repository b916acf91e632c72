#pragma once

#include <optional>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Normalised discounted cumulative gain (Jarvelin and Kekalainen, 2002) of the true class in the order of
/// probabilities: the mean of 1 / log2(1 + rank), 0 beyond the first `k`. Equal probabilities share the mean of their
/// ranks' gains. scikit-learn's `ndcg_score` of one-hot truth.
///
///     evaluate: [{ndcg: {k: 10}}]
struct Ndcg {
  std::optional<int64_t> k = {};

  static constexpr auto name = "ndcg";
  static constexpr auto summary = "How far up the true class stands in the order of probabilities.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::classes;
  static void describe(auto& self, auto& field) {
    field("k", self.k, "Ranks that count; all where nothing is given.", at_least(1));
  }
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
