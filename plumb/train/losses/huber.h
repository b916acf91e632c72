#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// Half the square of small differences, delta (|difference| - delta / 2) beyond delta (Huber, 1964).
struct Huber {
  double delta = 1;

  static constexpr auto name = "huber";
  static constexpr auto summary = "Squares of small differences, absolute values of large ones.";
  static constexpr auto shorthand = "delta";
  static void describe(auto& self, auto& field) { field("delta", self.delta, "Where squares end.", above(0)); }
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
