#pragma once

#include "plumb/train/optimizer.h"

namespace plumb {

/// Adam with the largest recent gradient instead of the mean of squares (Kingma and Ba, 2015):
///
///     u = max(beta_2 u, |g| + epsilon),  p - rate / (1 - beta_1^t) m / u
struct Adamax {
  double learning_rate = 0.002;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  double weight_decay = 0;

  static constexpr auto name = "adamax";
  static constexpr auto summary = "Adam scaled by the largest recent gradient.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of a step.", above(0));
    field("beta_1", self.beta_1, "Share of the old mean of gradients that each step keeps.", from_below(0, 1));
    field("beta_2", self.beta_2, "Share of the old maximum that each step keeps.", from_below(0, 1));
    field("epsilon", self.epsilon, "Added to the size of each gradient.", above(0));
    field("weight_decay", self.weight_decay, "Adds so much of the weights to the gradient.", at_least(0));
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
