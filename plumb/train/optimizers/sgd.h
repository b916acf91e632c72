#pragma once

#include "plumb/train/optimizer.h"

namespace plumb {

/// Gradient descent: p - rate d, where d is the gradient g + weight_decay p, or with momentum the running
/// b = momentum b + d (with Nesterov's look ahead: d + momentum b). PyTorch's formulas.
struct Sgd {
  double learning_rate = 0.01;
  double momentum = 0;
  bool nesterov = false;
  double weight_decay = 0;

  static constexpr auto name = "sgd";
  static constexpr auto summary = "Gradient descent, plain or with momentum.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of a step.", above(0));
    field("momentum", self.momentum, "Share of the last step that goes on.", from_below(0, 1));
    field("nesterov", self.nesterov, "Looks a step ahead; goes with momentum.");
    field("weight_decay", self.weight_decay, "Adds so much of the weights to the gradient.", at_least(0));
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
