#pragma once

#include <array>

#include "plumb/train/callback.h"

namespace plumb {

/// Answers with a moving average of the weights: after each step t, average <- average + s (weights - average) with
/// s = max(1 - decay, 1 / t), so that it begins as a plain mean and not at zero (Polyak and Juditsky, 1992; as Keras's
/// `use_ema`, which begins at the first weights).
///
///     callbacks: [{ema: 0.999}, early_stopping]
///
/// It is part of the training step, in the same pass as the optimizer. Validation sees the average, so early_stopping
/// and model_checkpoint choose among averages; the training itself goes on from its own weights. Statistics of
/// batch_normalization are moving averages already.
struct Ema {
  double decay = 0.999;

  static constexpr auto name = "ema";
  static constexpr auto summary = "Answers with a moving average of the weights.";
  static constexpr auto shorthand = "decay";
  static void describe(auto& self, auto& field) {
    field("decay", self.decay, "Share of the average that stays in a step.", from_below(0, 1));
  }
  void build(Graph& graph) const;
};

}  // namespace plumb
