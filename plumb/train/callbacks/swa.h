#pragma once

#include <array>

#include "plumb/train/callback.h"

namespace plumb {

/// Ends with the mean of the weights of the last epochs (Izmailov et al., "Averaging weights leads to wider optima",
/// 2018): those after a share `start` of them, one set an epoch.
///
///     callbacks: [{swa: {start: 0.75}}]
///
/// Goes with a rate that stays high, or rises and falls within an epoch. Moving statistics of batch_normalization are
/// averaged with the weights instead of being computed anew. Metrics while training are of the weights that are
/// trained; early_stopping beside it would take the best of those back.
struct Swa {
  double start = 0.75;
  struct State {
    int64_t averaged = 0;
    static void describe(auto& self, auto& field) { field("averaged", self.averaged, "Sets of weights in the mean."); }
  };

  static constexpr auto name = "swa";
  static constexpr auto summary = "Ends with the mean of the weights of the last epochs.";
  static constexpr std::array aliases{"stochastic_weight_averaging"};
  static constexpr auto shorthand = "start";
  static void describe(auto& self, auto& field) {
    field("start", self.start, "Share of the epochs before the first that counts.", from_below(0, 1));
  }
  void epoch_ended(Training& training, State& state) const;
  void ended(Training& training, State& state) const;
};

}  // namespace plumb
