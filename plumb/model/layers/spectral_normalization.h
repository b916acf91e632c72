#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Divides the kernels of a layer by their largest singular value, so that it stretches no difference of inputs (Miyato
/// et al., 2018). A kernel counts as a matrix [all other axes, last axis], as in Keras's SpectralNormalization.
///
///     spectral_normalization: {layer: {conv2d: {filters: 32, padding: same}}}
///
/// The singular value comes from one step of power iteration, or `power_iterations`, from a vector u that is kept
/// between updates, a state of the layer (`kernel_u`) like the statistics of batch_normalization: v = M u / ||M u||, u'
/// = M'v / ||M'v||, sigma = v'M u'; u and v count as constants in the gradient. Prediction makes the same step without
/// keeping it, so that its kernels are plain ones, in exports, too. A penalty or constraint of the layer is one on the
/// kernel as it is learned.
struct SpectralNormalization {
  std::optional<Layer> layer = {};
  int64_t power_iterations = 1;

  static constexpr auto name = "spectral_normalization";
  static constexpr auto summary = "A layer whose kernels are divided by their largest singular value.";
  static constexpr auto example = "spectral_normalization: {layer: {conv2d: {filters: 32, padding: same}}}";
  static void describe(auto& self, auto& field) {
    field("layer", self.layer, "Any layer with kernels.", required);
    field("power_iterations", self.power_iterations, "Steps towards the singular value.", at_least(1));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
