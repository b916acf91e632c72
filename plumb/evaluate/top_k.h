#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Share of the rows whose true class is among the k most probable ones; of equal probabilities the first class counts
/// as the more probable, as in `accuracy`, which is `top_k: 1`.
///
///     evaluate: [accuracy, {top_k: 3}]
struct TopK {
  int64_t k = 5;

  static constexpr auto name = "top_k";
  static constexpr auto summary = "Share of the rows whose true class is among the k most probable.";
  static constexpr auto shorthand = "k";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::classes;
  static void describe(auto& self, auto& field) { field("k", self.k, "How many classes may be named.", at_least(1)); }
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
