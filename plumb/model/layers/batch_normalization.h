#pragma once

#include "plumb/model/initializers/ones.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"

namespace plumb {

/// Each channel (of the last axis) to mean 0 and variance 1, then scaled and shifted (Ioffe and Szegedy, 2015).
/// Training uses the batch's statistics and keeps running ones, the biased variance as in Keras; inference uses those.
///
/// A bias right before it has no effect and a gradient of nothing but rounding: write `use_bias: false` there.
struct BatchNormalization {
  double momentum = 0.99;
  double epsilon = 0.001;
  bool center = true;
  bool scale = true;
  Initializer beta_initializer = Zeros{};
  Initializer gamma_initializer = Ones{};
  std::optional<Regularizer> beta_regularizer = {};
  std::optional<Regularizer> gamma_regularizer = {};

  static constexpr auto name = "batch_normalization";
  static constexpr auto summary = "Each channel to mean 0 and variance 1 over the batch.";
  static void describe(auto& self, auto& field) {
    field("momentum", self.momentum, "Share of the old running statistics that each step keeps.", between(0, 1));
    field("epsilon", self.epsilon, "Added to the variance.", above(0));
    field("center", self.center, "Adds a learned number.");
    field("scale", self.scale, "Multiplies by a learned number.");
    field("beta_initializer", self.beta_initializer, "How the numbers that are added begin.");
    field("gamma_initializer", self.gamma_initializer, "How the numbers that are multiplied by begin.");
    field("beta_regularizer", self.beta_regularizer, "A penalty on the numbers that are added.");
    field("gamma_regularizer", self.gamma_regularizer, "A penalty on the numbers that are multiplied by.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
