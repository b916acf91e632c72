#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/initializers/glorot_uniform.h"
#include "plumb/model/initializers/ones.h"
#include "plumb/model/initializers/zeros.h"
#include "plumb/model/layer.h"

namespace plumb {

/// A dense layer of several networks at once that share its weights: each member scales what goes in and what comes
/// out, and has a bias of its own (BatchEnsemble, Wen et al., 2020; TabM, Gorishniy et al., 2024):
///
///     y_k = activation((x_k * r_k) kernel * s_k + b_k)        for each member k
///
///     ensemble_dense: {units: 384, members: 8, activation: relu}
///
/// [rows, n] becomes [rows, members, units]: all members see the same. [rows, members, n], which such a layer leaves,
/// becomes [rows, members, units]. All members are one product with the kernel. The first of such layers makes the
/// members differ: `scale_initializer: random_sign`. `ensemble_mean` is the way back to one answer.
struct EnsembleDense {
  int64_t units = 0;
  int64_t members = 8;
  Activation activation = {};
  Initializer scale_initializer = Ones{};
  Initializer kernel_initializer = GlorotUniform{};
  Initializer bias_initializer = Zeros{};
  std::optional<Regularizer> kernel_regularizer = {};

  static constexpr auto name = "ensemble_dense";
  static constexpr auto summary = "A dense layer of several networks that share its weights.";
  static constexpr auto example = "ensemble_dense: {units: 384, members: 8, activation: relu}";
  static void describe(auto& self, auto& field) {
    field("units", self.units, "Width of the output.", required, at_least(1));
    field("members", self.members, "Networks beside each other.", at_least(1));
    field("activation", self.activation, "Applied to the output.");
    field("scale_initializer", self.scale_initializer, "How the scales of what goes in begin.");
    field("kernel_initializer", self.kernel_initializer, "How the shared weights begin.");
    field("bias_initializer", self.bias_initializer, "How the biases begin.");
    field("kernel_regularizer", self.kernel_regularizer, "A penalty on the shared weights.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
