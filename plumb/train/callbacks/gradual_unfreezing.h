#pragma once

#include "plumb/train/callback.h"

namespace plumb {

/// Begins with the last layer alone and lets one more learn every so many epochs, from the head towards the inputs
/// (Howard and Ruder, ULMFiT, 2018): weights that came from elsewhere (`train: {from: ...}`) are not spoilt by a head
/// that knows nothing yet.
///
///     train: {from: runs/base-1, callbacks: [{gradual_unfreezing: {epochs: 1, layers: 2}}]}
///
/// A block (residual, transformer_encoder) is one layer. Statistics of batch_normalization move from the beginning.
struct GradualUnfreezing {
  int64_t epochs = 1;
  int64_t layers = 1;

  static constexpr auto name = "gradual_unfreezing";
  static constexpr auto summary = "Lets layers learn one after the other, from the last on.";
  static constexpr auto shorthand = "epochs";
  static constexpr bool sets_rate_factors = true;
  static void describe(auto& self, auto& field) {
    field("epochs", self.epochs, "Epochs until the next layer learns.", at_least(1));
    field("layers", self.layers, "Layers that learn from the beginning.", at_least(1));
  }
  void epoch_begins(Training& training) const;
};

}  // namespace plumb
