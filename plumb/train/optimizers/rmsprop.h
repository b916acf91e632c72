#pragma once

#include "plumb/train/optimizer.h"

namespace plumb {

/// Gradients divided by the root of a running mean of their squares (Hinton, 2012):
/// v = rho v + (1 - rho) g^2,  p - rate g / (sqrt(v) + epsilon). PyTorch's formulas.
struct Rmsprop {
  double learning_rate = 0.001;
  double rho = 0.9;
  double momentum = 0;
  double epsilon = 1e-7;
  bool centered = false;
  double weight_decay = 0;

  static constexpr auto name = "rmsprop";
  static constexpr auto summary = "Gradients divided by the root of a running mean of squares.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of a step.", above(0));
    field("rho", self.rho, "Share of the old mean of squares that each step keeps.", from_below(0, 1));
    field("momentum", self.momentum, "Share of the last step that goes on.", from_below(0, 1));
    field("epsilon", self.epsilon, "Added to the root.", above(0));
    field("centered", self.centered, "Divides by the deviation of the gradients, not by the root of their squares.");
    field("weight_decay", self.weight_decay, "Adds so much of the weights to the gradient.", at_least(0));
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
