#pragma once

#include "plumb/train/optimizer.h"

namespace plumb {

/// Adam that shrinks weights by itself, not through the gradient (Loshchilov and Hutter, 2019):
/// p (1 - rate weight_decay) - Adam's step (of `amsgrad` too).
struct AdamW {
  double learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  double weight_decay = 0.004;
  bool amsgrad = false;

  static constexpr auto name = "adamw";
  static constexpr auto summary = "Adam with decoupled weight decay.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of a step.", above(0));
    field("beta_1", self.beta_1, "Share of the old mean of gradients that each step keeps.", from_below(0, 1));
    field("beta_2", self.beta_2, "Share of the old mean of squares that each step keeps.", from_below(0, 1));
    field("epsilon", self.epsilon, "Added to the root of the mean of squares.", above(0));
    field("weight_decay", self.weight_decay, "Share of each weight taken off at a learning rate of 1.", at_least(0));
    field("amsgrad", self.amsgrad, "Divides by the root of the largest mean of squares so far.");
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
