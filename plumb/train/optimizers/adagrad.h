#pragma once

#include "plumb/train/optimizer.h"

namespace plumb {

/// Steps divided by the root of the sum of all squares so far (Duchi et al., 2011): for sparse inputs. PyTorch's
/// formulas:
///
///     s = s + g^2,  p - rate / (1 + (t - 1) decay) g / (sqrt(s) + epsilon)
struct Adagrad {
  double learning_rate = 0.01;
  double initial = 0;
  double epsilon = 1e-7;
  double decay = 0;
  double weight_decay = 0;

  static constexpr auto name = "adagrad";
  static constexpr auto summary = "Steps that shrink with the sum of all squares so far.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of a step.", above(0));
    field("initial", self.initial, "What the sums of squares begin with.", at_least(0));
    field("epsilon", self.epsilon, "Added to the root.", above(0));
    field("decay", self.decay, "The rate is divided by 1 + steps * decay.", at_least(0));
    field("weight_decay", self.weight_decay, "Adds so much of the weights to the gradient.", at_least(0));
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
