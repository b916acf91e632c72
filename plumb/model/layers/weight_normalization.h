#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Learns the lengths of the kernels of a layer apart from their directions: a kernel is g v / ||v||, with a length g
/// for each place of its last axis (the units of dense, the filters of conv2d), both learned (Salimans and Kingma,
/// 2016; PyTorch's weight_norm). It begins as the layer alone would: g = ||v||. Biases stay as they are.
///
///     weight_normalization: {layer: {dense: {units: 64, activation: relu}}}
///
/// A penalty or constraint of the layer is one on v. At prediction, and in exports, the kernels are plain ones.
struct WeightNormalization {
  std::optional<Layer> layer = {};

  static constexpr auto name = "weight_normalization";
  static constexpr auto summary = "A layer whose kernels learn their lengths apart from their directions.";
  static constexpr auto example = "weight_normalization: {layer: {dense: {units: 64, activation: relu}}}";
  static void describe(auto& self, auto& field) { field("layer", self.layer, "Any layer with kernels.", required); }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
