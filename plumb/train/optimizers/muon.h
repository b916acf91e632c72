#pragma once

#include "plumb/train/optimizer.h"

namespace plumb {

/// Momentum made orthogonal (Jordan et al., 2024): for each matrix of weights the step is the nearest orthogonal matrix
/// to its momentum, found by five Newton-Schulz iterations X <- a X + (b A + c A^2) X with A = X X^T, and scaled by 0.2
/// sqrt(max(rows, columns)), so that AdamW's learning rates fit. Kernels of convolutions are matrices of windows by
/// filters. Everything else (biases, scales) takes AdamW's step.
///
///     optimizer: {muon: {learning_rate: 0.002}}
struct Muon {
  double learning_rate = 0.001;
  double momentum = 0.95;
  double weight_decay = 0.004;

  static constexpr auto name = "muon";
  static constexpr auto summary = "Momentum made orthogonal, matrix by matrix; AdamW for the rest.";
  static constexpr auto shorthand = "learning_rate";
  static void describe(auto& self, auto& field) {
    field("learning_rate", self.learning_rate, "Size of a step.", above(0));
    field("momentum", self.momentum, "Share of the last momentum that goes on.", from_below(0, 1));
    field("weight_decay", self.weight_decay, "Share of each weight taken off at a learning rate of 1.", at_least(0));
  }
  void build(Graph& graph, Value gradient, Value rate) const;
};

}  // namespace plumb
