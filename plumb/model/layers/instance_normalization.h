#pragma once

#include "plumb/model/initializers/ones.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"
#include "plumb/model/layers/scale_and_offset.h"

namespace plumb {

/// Each channel of each row over all places to mean 0 and variance 1, then scaled and shifted (Ulyanov et al., 2016):
/// takes the contrast out of an image. Takes [rows, …, channels] with at least one axis of places.
///
///     instance_normalization        InstanceNormalization{}
struct InstanceNormalization {
  int64_t axis = -1;
  double epsilon = 0.001;
  bool center = true;
  bool scale = true;
  Initializer beta_initializer = Zeros{};
  Initializer gamma_initializer = Ones{};
  std::optional<Regularizer> beta_regularizer = {};
  std::optional<Regularizer> gamma_regularizer = {};
  std::optional<Constraint> beta_constraint = {};
  std::optional<Constraint> gamma_constraint = {};

  static constexpr auto name = "instance_normalization";
  static constexpr auto summary = "Each channel of each row to mean 0 and variance 1.";
  static void describe(auto& self, auto& field) {
    field("axis", self.axis, "The axis of the channels; negative counts from the last. Not 0, the rows.");
    field("epsilon", self.epsilon, "Added to the variance.", above(0));
    describe_scale_and_offset(self, field);
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
