#pragma once

#include "plumb/train/loss.h"

namespace plumb {

/// max(0, 1 + the largest z of a wrong class - z of the true one) for codes of classes (Crammer and Singer, 2001),
/// where z is what goes into the softmax at the end of the network.
struct CategoricalHinge {
  static constexpr auto name = "categorical_hinge";
  static constexpr auto summary = "The hinge of several classes: by how much the true one leads.";
  static void describe(auto&, auto&) {}
  Value per_row(const LossInputs& inputs) const;
};

}  // namespace plumb
