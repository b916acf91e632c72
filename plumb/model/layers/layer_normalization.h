#pragma once

#include "plumb/model/initializers/ones.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"

namespace plumb {

/// The last axis of each row to mean 0 and variance 1, then scaled and shifted (Ba et al., 2016).
struct LayerNormalization {
  double epsilon = 0.001;
  bool center = true;
  bool scale = true;
  Initializer beta_initializer = Zeros{};
  Initializer gamma_initializer = Ones{};
  std::optional<Regularizer> beta_regularizer = {};
  std::optional<Regularizer> gamma_regularizer = {};

  static constexpr auto name = "layer_normalization";
  static constexpr auto summary = "The numbers of each row to mean 0 and variance 1.";
  static void describe(auto& self, auto& field) {
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
