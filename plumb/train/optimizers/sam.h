#pragma once

#include "plumb/train/optimizers/adam.h"

namespace plumb {

/// Looks for flat places (Foret et al., "Sharpness-aware minimization", 2021): the gradient that another optimizer gets
/// is that of the worst point nearby,
///
///     g at p + rho g / |g|;    with `adaptive` (Kwon et al., ASAM, 2021):    g at p + rho p^2 g / |p g|
///
/// with the same rows and the same dropped units. A step costs two gradients. Both are in one plan; the loss that is
/// shown is that at p, and statistics of batch_normalization are those of the first pass.
///
///     optimizer: {sam: {optimizer: {sgd: {learning_rate: 0.1, momentum: 0.9}}, rho: 0.05}}
struct Sam {
  Optimizer optimizer = Adam{};
  double rho = 0.05;
  bool adaptive = false;

  static constexpr auto name = "sam";
  static constexpr auto summary = "Another optimizer with the gradient of the worst point nearby.";
  static void describe(auto& self, auto& field) {
    field("optimizer", self.optimizer, "The one that takes the steps.");
    field("rho", self.rho, "How far away the worst point is.", above(0));
    field("adaptive", self.adaptive, "Farther along large weights; rho is then larger, 0.5 to 2.");
  }
  double rate() const { return optimizer.learning_rate(); }
  Value look_ahead(Graph& graph, Value gradient) const;
  void build(Graph& graph, Value gradient, Value rate) const { optimizer.build(graph, gradient, rate); }
};

}  // namespace plumb
