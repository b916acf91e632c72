#pragma once

#include "plumb/train/optimizer.h"

namespace plumb {

/// Steps whose size follows from the steps before (Zeiler, 2012), so that a learning rate of 1 is a good beginning:
///
///     v = rho v + (1 - rho) g^2,  d = sqrt(a + epsilon) / sqrt(v + epsilon) g,  a = rho a + (1 - rho) d^2,  p - rate d
struct Adadelta {
  double learning_rate = 1;
  double rho = 0.9;
  double epsilon = 1e-6;
  double weight_decay = 0;

  static constexpr auto name = "adadelta";
  static constexpr auto summary = "Steps whose size follows from the steps before.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of a step.", above(0));
    field("rho", self.rho, "Share of the old means that each step keeps.", from_below(0, 1));
    field("epsilon", self.epsilon, "Added below both roots.", above(0));
    field("weight_decay", self.weight_decay, "Adds so much of the weights to the gradient.", at_least(0));
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
