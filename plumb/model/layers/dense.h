#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/initializers/glorot_uniform.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"

namespace plumb {

/// activation(x kernel + bias), along the last axis of x.
///
///     dense: {units: 64, activation: relu}        Dense{64, relu}
///
/// [rows, …, n] becomes [rows, …, units].
struct Dense {
  int64_t units = 0;
  Activation activation = {};
  bool use_bias = true;
  Initializer kernel_initializer = GlorotUniform{};
  Initializer bias_initializer = Zeros{};
  std::optional<Regularizer> kernel_regularizer = {};
  std::optional<Regularizer> bias_regularizer = {};
  std::optional<Constraint> kernel_constraint = {};
  std::optional<Constraint> bias_constraint = {};

  static constexpr auto name = "dense";
  static constexpr auto summary = "A learned linear map, then an activation.";
  static constexpr auto shorthand = "units";
  static constexpr auto example = "dense: {units: 64, activation: relu}";
  static void describe(auto& self, auto& field) {
    field("units", self.units, "Width of the output.", required, at_least(1));
    field("activation", self.activation, "Applied to the output.");
    field("use_bias", self.use_bias, "Adds a learned number to each unit.");
    field("kernel_initializer", self.kernel_initializer, "How the weights begin.");
    field("bias_initializer", self.bias_initializer, "How the biases begin.");
    field("kernel_regularizer", self.kernel_regularizer, "A penalty on the weights.");
    field("bias_regularizer", self.bias_regularizer, "A penalty on the biases.");
    field("kernel_constraint", self.kernel_constraint, "What the weights are brought back to after each step.");
    field("bias_constraint", self.bias_constraint, "What the biases are brought back to after each step.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
