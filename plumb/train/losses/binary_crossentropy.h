#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// -y log(p) - (1 - y) log(1 - p) for one sigmoid unit a class or label; y is smoothed to y (1 - s) + s / 2.
/// Computed from what goes into the sigmoid: max(z, 0) - y z + log(1 + exp(-|z|)).
struct BinaryCrossentropy {
  double label_smoothing = 0;
  bool from_logits = false;

  static constexpr auto name = "binary_crossentropy";
  static constexpr auto summary = "Cross-entropy of two classes, or of labels that may hold together.";
  static void describe(auto& self, auto& field) {
    field("label_smoothing", self.label_smoothing, "Share by which the truth is moved to a half.", from_below(0, 1));
    field("from_logits", self.from_logits, "The network may end without a sigmoid; behind one it changes nothing.");
  }
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
