#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// -sum y log(p) over the classes, for shares y [rows, classes] (codes are taken as one class each); y is smoothed to
/// y (1 - s) + s / classes. Computed from what goes into the softmax.
struct CategoricalCrossentropy {
  double label_smoothing = 0;
  bool from_logits = false;

  static constexpr auto name = "categorical_crossentropy";
  static constexpr auto summary = "Cross-entropy of shares of classes.";
  static void describe(auto& self, auto& field) {
    field("label_smoothing", self.label_smoothing, "Share of the truth that is spread over all classes.",
          from_below(0, 1));
    field("from_logits", self.from_logits, "The network may end without a softmax; behind one it changes nothing.");
  }
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
