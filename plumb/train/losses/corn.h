#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// Ordered classes by conditional questions (Shi, Cao and Raschka, "Deep neural networks for rank-consistent ordinal
/// regression based on conditional probabilities", 2021): a network that ends in `ordinal_probabilities` answers z_k,
/// "is y above k, given that it is at least k?", and each row trains the questions that its class reaches:
///
///     sum over k <= y, k < classes - 1 of   softplus(z_k) - [y > k] z_k
///
/// That sum is -log P(y). The authors divide a batch's sum by the number of its questions, where the loop here divides
/// by its rows: gradients differ by that one number a batch.
struct Corn {
  static constexpr auto name = "corn";
  static constexpr auto summary = "Ordered classes, by whether the class is above each of them.";
  static void describe(auto&, auto&) {}
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
