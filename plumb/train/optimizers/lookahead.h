#pragma once

#include "plumb/train/optimizers/adam.h"

namespace plumb {

/// Another optimizer runs ahead, and every so many steps slow weights go part of the way after it, from where it starts
/// again (Zhang, Lucas, Hinton and Ba, "Lookahead optimizer", 2019):
///
///     optimizer: {lookahead: {optimizer: {adam: {learning_rate: 0.01}}, steps: 5, share: 0.5}}
///
/// Moments of the inner optimizer go on as they are.
struct Lookahead {
  Optimizer optimizer = Adam{};
  int64_t steps = 5;
  double share = 0.5;

  static constexpr auto name = "lookahead";
  static constexpr auto summary = "Slow weights follow another optimizer part of the way.";
  static void describe(auto& self, auto& field) {
    field("optimizer", self.optimizer, "The one that runs ahead.");
    field("steps", self.steps, "Its steps until the slow weights follow.", at_least(1));
    field("share", self.share, "How far they follow.", above_up_to(0, 1));
  }
  double rate() const { return optimizer.learning_rate(); }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
