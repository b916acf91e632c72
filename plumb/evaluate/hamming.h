#pragma once

#include <array>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// The share of labels that are wrong: of sets, those called and not there and those there and not called; of one class
/// a row: 1 - accuracy (scikit-learn's `hamming_loss`).
struct Hamming {
  static constexpr auto name = "hamming";
  static constexpr auto summary = "Share of the labels that are wrong.";
  static constexpr std::array aliases{"hamming_loss"};
  static constexpr bool higher_is_better = false;
  static constexpr auto needs = Needs::labels;
  static constexpr bool reads_calls = true;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
