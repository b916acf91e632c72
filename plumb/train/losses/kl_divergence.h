#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// sum y (log(y) - log(p)) over the classes for shares y [rows, classes] (codes are taken as one class each):
/// cross-entropy less what no network can learn, so that 0 is perfect. Computed from what goes into the softmax.
struct KlDivergence {
  static constexpr auto name = "kl_divergence";
  static constexpr auto summary = "Kullback-Leibler divergence of shares of classes.";
  static void describe(auto&, auto&) {}
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
