#pragma once

#include "plumb/model/initializers/ones.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"
#include "plumb/model/layers/scale_and_offset.h"

namespace plumb {

/// The last axis of each row to mean 0 and variance 1, then scaled and shifted (Ba et al., 2016); or other axes,
/// together, with a factor and a summand for each of their cells:
///
///     layer_normalization: {axis: [1, 2]}        LayerNormalization{.axis = {1, 2}}
///
/// `gamma` and `beta` are stored in one line, the last of the axes fastest, as Keras's are in memory.
struct LayerNormalization {
  std::vector<int64_t> axis = {-1};
  double epsilon = 0.001;
  bool center = true;
  bool scale = true;
  Initializer beta_initializer = Zeros{};
  Initializer gamma_initializer = Ones{};
  std::optional<Regularizer> beta_regularizer = {};
  std::optional<Regularizer> gamma_regularizer = {};
  std::optional<Constraint> beta_constraint = {};
  std::optional<Constraint> gamma_constraint = {};

  static constexpr auto name = "layer_normalization";
  static constexpr auto summary = "The numbers of each row to mean 0 and variance 1.";
  static void describe(auto& self, auto& field) {
    field("axis", self.axis, "Which axes, one or several; negative counts from the last. Not 0, the rows.");
    field("epsilon", self.epsilon, "Added to the variance.", above(0));
    describe_scale_and_offset(self, field);
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
