#pragma once

#include "plumb/train/optimizer.h"

namespace plumb {

/// Adam that waits with scaling by squares until enough of them were seen (Liu et al., 2020); no warm-up is needed.
/// PyTorch's formulas: with r = 2 / (1 - beta_2) - 1 and r_t = r - 2 t beta_2^t / (1 - beta_2^t), the step is m^ while
/// r_t <= 5, and beyond it
///
///     sqrt((r_t - 4) (r_t - 2) r / ((r - 4) (r - 2) r_t)) m^ sqrt(1 - beta_2^t) / (sqrt(v) + epsilon)
struct Radam {
  double learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  double weight_decay = 0;

  static constexpr auto name = "radam";
  static constexpr auto summary = "Adam that scales by squares once it has seen enough.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of a step.", above(0));
    field("beta_1", self.beta_1, "Share of the old mean of gradients that each step keeps.", from_below(0, 1));
    field("beta_2", self.beta_2, "Share of the old mean of squares that each step keeps.", Limit{0.6, 1, true, true});
    field("epsilon", self.epsilon, "Added to the root of the mean of squares.", above(0));
    field("weight_decay", self.weight_decay, "Adds so much of the weights to the gradient.", at_least(0));
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
