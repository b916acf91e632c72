#pragma once

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Weight of the rows whose most probable class is the true one, over the weight of all rows.
struct Accuracy {
  static constexpr auto name = "accuracy";
  static constexpr auto summary = "Share of the rows called right.";
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::classes;
  static constexpr bool reads_calls = true;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
