#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// -log(p of the true class), for codes of classes; with smoothing s, a share s of it is the mean over all classes.
/// Computed from what goes into the softmax: log(sum exp(z)) - z of the true class.
struct SparseCategoricalCrossentropy {
  double label_smoothing = 0;
  bool from_logits = false;

  static constexpr auto name = "sparse_categorical_crossentropy";
  static constexpr auto summary = "Cross-entropy of one true class a row.";
  static void describe(auto& self, auto& field) {
    field("label_smoothing", self.label_smoothing, "Share of the truth that is spread over all classes.",
          from_below(0, 1));
    field("from_logits", self.from_logits, "The network may end without a softmax; behind one it changes nothing.");
  }
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
