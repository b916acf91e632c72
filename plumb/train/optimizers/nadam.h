#pragma once

#include "plumb/train/optimizer.h"

namespace plumb {

/// Adam with Nesterov's look ahead (Dozat, 2016), whose momentum warms up: mu_t = beta_1 (1 - 0.96^(t d) / 2).
/// PyTorch's formulas:
///
///     p - rate ((1 - mu_t) g / (1 - M_t) + mu_(t+1) m / (1 - M_t mu_(t+1))) / (sqrt(v / (1 - beta_2^t)) + epsilon)
///
/// where M_t is the product of the mu so far.
struct Nadam {
  double learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  double momentum_decay = 0.004;
  double weight_decay = 0;

  static constexpr auto name = "nadam";
  static constexpr auto summary = "Adam that looks a step ahead.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of a step.", above(0));
    field("beta_1", self.beta_1, "Share of the old mean of gradients that each step keeps.", from_below(0, 1));
    field("beta_2", self.beta_2, "Share of the old mean of squares that each step keeps.", from_below(0, 1));
    field("epsilon", self.epsilon, "Added to the root of the mean of squares.", above(0));
    field("momentum_decay", self.momentum_decay, "How fast the momentum warms up.", at_least(0));
    field("weight_decay", self.weight_decay, "Adds so much of the weights to the gradient.", at_least(0));
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
