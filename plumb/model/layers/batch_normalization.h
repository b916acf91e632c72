#pragma once

#include "plumb/model/initializers/ones.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"
#include "plumb/model/layers/scale_and_offset.h"

namespace plumb {

/// Each channel (of the last axis, or of `axis`) to mean 0 and variance 1, then scaled and shifted (Ioffe and Szegedy,
/// 2015). Training uses the batch's statistics and keeps running ones, the biased variance as in Keras; inference uses
/// those.
///
/// A bias right before it has no effect and a gradient of nothing but rounding: write `use_bias: false` there.
struct BatchNormalization {
  int64_t axis = -1;
  double momentum = 0.99;
  double epsilon = 0.001;
  bool center = true;
  bool scale = true;
  Initializer beta_initializer = Zeros{};
  Initializer gamma_initializer = Ones{};
  std::optional<Regularizer> beta_regularizer = {};
  std::optional<Regularizer> gamma_regularizer = {};
  std::optional<Constraint> beta_constraint = {};
  std::optional<Constraint> gamma_constraint = {};

  static constexpr auto name = "batch_normalization";
  static constexpr auto summary = "Each channel to mean 0 and variance 1 over the batch.";
  static void describe(auto& self, auto& field) {
    field("axis", self.axis, "The axis of the channels; negative counts from the last. Not 0, the rows.");
    field("momentum", self.momentum, "Share of the old running statistics that each step keeps.", between(0, 1));
    field("epsilon", self.epsilon, "Added to the variance.", above(0));
    describe_scale_and_offset(self, field);
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
