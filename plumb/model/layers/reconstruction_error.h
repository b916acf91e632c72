#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// How badly layers give back what they were given: the mean over a row's numbers of (x - layers(x))^2,
/// [rows, n] -> [rows, 1]. Layers that squeeze a row through fewer numbers learn what usual rows are like, so an
/// unusual row has a large error: the head of the network `autoencoder`.
///
///     reconstruction_error: {layers: [{dense: {units: 4, activation: tanh}}, {dense: {units: 12}}]}
struct ReconstructionError {
  Layers layers = {};

  static constexpr auto name = "reconstruction_error";
  static constexpr auto summary = "The mean squared error of layers that give back their input.";
  static constexpr auto shorthand = "layers";
  static constexpr auto example = "reconstruction_error: {layers: [{dense: {units: 4}}, {dense: {units: 12}}]}";
  static void describe(auto& self, auto& field) {
    field("layers", self.layers, "From a row's numbers to as many.", required);
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
