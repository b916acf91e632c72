#pragma once

#include "plumb/train/optimizer.h"

namespace plumb {

/// Adam whose step in each tensor has the tensor's own length (You et al., 2020), for large batches: with Adam's
/// direction u = m^ / (sqrt(v^) + epsilon) + weight_decay p, the step is rate |p| / |u| u, or rate u where one of them
/// is 0.
struct Lamb {
  double learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-6;
  double weight_decay = 0.01;

  static constexpr auto name = "lamb";
  static constexpr auto summary = "Adam with a step in proportion to each layer's weights.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of a step.", above(0));
    field("beta_1", self.beta_1, "Share of the old mean of gradients that each step keeps.", from_below(0, 1));
    field("beta_2", self.beta_2, "Share of the old mean of squares that each step keeps.", from_below(0, 1));
    field("epsilon", self.epsilon, "Added to the root of the mean of squares.", above(0));
    field("weight_decay", self.weight_decay, "Adds so much of the weights to the direction.", at_least(0));
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
