#pragma once

#include "plumb/train/optimizer.h"

namespace plumb {

/// Only the sign of a mean of gradients (Chen et al., "Symbolic discovery of optimization algorithms", 2023):
///
///     p <- p (1 - rate decay) - rate sign(beta_1 m + (1 - beta_1) g),    m <- beta_2 m + (1 - beta_2) g
///
/// Every weight moves by the rate, so the rate is 3 to 10 times smaller than AdamW's, and the decay as much larger.
struct Lion {
  double learning_rate = 1e-4;
  double beta_1 = 0.9, beta_2 = 0.99;
  double weight_decay = 0;

  static constexpr auto name = "lion";
  static constexpr auto summary = "Steps by the sign of a mean of gradients; one buffer beside the weights.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of every step.", above(0));
    field("beta_1", self.beta_1, "Share of the mean in the step.", from_below(0, 1));
    field("beta_2", self.beta_2, "Memory of the mean of gradients.", from_below(0, 1));
    field("weight_decay", self.weight_decay, "Share of the weights taken off a step, times the rate.", at_least(0));
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
