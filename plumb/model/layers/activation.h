#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/layer.h"

namespace plumb {

/// An activation as a layer of its own.
///
///     activation: relu                      ActivationLayer{relu}
///     activation: {relu: {max_value: 6}}    ActivationLayer{Relu{.max_value = 6}}
struct ActivationLayer {
  Activation activation = {};

  static constexpr auto name = "activation";
  static constexpr auto summary = "An activation as a layer of its own.";
  static constexpr auto shorthand = "activation";
  static constexpr auto example = "activation: relu";
  /// One name that is not meant for the option itself: the activation, with options of its own.
  static bool is_shorthand(const Entry& map);
  static void describe(auto& self, auto& field) { field("activation", self.activation, "Which one.", required); }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
