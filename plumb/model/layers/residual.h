#pragma once

#include "plumb/model/activation.h"
#include "plumb/model/layer.h"

namespace plumb {

/// activation(x + layers(x)): a block of layers with a shortcut around it (He et al., 2016).
///
///     residual: {layers: [{conv2d: {filters: 32, padding: same, activation: relu}},
///                         {conv2d: {filters: 32, padding: same}}]}
///
/// Where the block changes the shape, the shortcut is a learned projection: a 1x1 convolution with the block's stride,
/// or a dense map, without bias.
struct Residual {
  Layers layers = {};
  Activation activation = {};

  static constexpr auto name = "residual";
  static constexpr auto summary = "A block of layers with a shortcut around it.";
  static constexpr auto shorthand = "layers";
  static constexpr auto example = "residual: {layers: [{conv2d: {filters: 32, padding: same}}]}";
  static void describe(auto& self, auto& field) {
    field("layers", self.layers, "The block.", required);
    field("activation", self.activation, "Applied to the sum.");
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
