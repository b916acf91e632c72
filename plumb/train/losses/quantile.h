#pragma once

#include <array>

#include "plumb/train/loss.h"

namespace plumb {

/// q (y - p) where the prediction is too low, (1 - q) (p - y) where it is too high (Koenker and Bassett, 1978): the
/// network learns the number below which a share q of the truth lies. The metric `pinball` scores it.
///
///     loss: {quantile: 0.9}
///     loss: {quantile: {quantiles: [0.1, 0.5, 0.9]}}        # price_q0.1, price_q0.5, price_q0.9
///
/// Of several quantiles at once, each gets a unit of the head and a column of the predictions, and the mean of their
/// losses is made small; metrics of one number score the one that is nearest to the median. Nothing keeps the curves
/// from crossing where rows are few.
struct Quantile {
  double quantile = 0.5;
  std::vector<double> quantiles = {};

  static constexpr auto name = "quantile";
  static constexpr auto summary = "Learns a quantile instead of the mean, or several at once.";
  static constexpr std::array aliases{"pinball"};
  static constexpr auto shorthand = "quantile";
  static void describe(auto& self, auto& field) {
    field("quantile", self.quantile, "The share of the truth that shall lie below.", between(0, 1));
    field("quantiles", self.quantiles, "Several at once, ascending; a column of predictions each.", between(0, 1));
  }
  void check(Problems& problems) const;
  Value per_row(const LossInputs& inputs) const;
  /// The quantiles that the network must answer where there are several (`Loss::quantiles`).
  std::vector<double> answers() const { return quantiles; }
};

}  // namespace plumb
