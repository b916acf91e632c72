#pragma once

#include "plumb/train/optimizer.h"

namespace plumb {

/// Steps of a size that each weight's own gradients have earned (Kingma and Ba, 2015):
///
///     m = beta_1 m + (1 - beta_1) g,  v = beta_2 v + (1 - beta_2) g^2
///     p - rate (m / (1 - beta_1^t)) / (sqrt(v / (1 - beta_2^t)) + epsilon)
///
/// With `amsgrad` the largest v so far stands in the place of v (Reddi, Kale and Kumar, 2018), as in PyTorch: the
/// largest is taken before the correction by 1 - beta_2^t.
struct Adam {
  double learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  double weight_decay = 0;
  bool amsgrad = false;

  static constexpr auto name = "adam";
  static constexpr auto summary = "Steps scaled by running means of gradients and squares.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of a step.", above(0));
    field("beta_1", self.beta_1, "Share of the old mean of gradients that each step keeps.", from_below(0, 1));
    field("beta_2", self.beta_2, "Share of the old mean of squares that each step keeps.", from_below(0, 1));
    field("epsilon", self.epsilon, "Added to the root of the mean of squares.", above(0));
    field("weight_decay", self.weight_decay, "Adds so much of the weights to the gradient.", at_least(0));
    field("amsgrad", self.amsgrad, "Divides by the root of the largest mean of squares so far.");
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
