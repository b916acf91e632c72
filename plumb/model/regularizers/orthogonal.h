#pragma once

#include <array>

#include "plumb/model/regularizer.h"

namespace plumb {

/// factor times the mean over pairs of |cosine| between the rows of a matrix of weights, or its columns (one vector a
/// unit): pushes them to be orthogonal. Keras's OrthogonalRegularizer; kernels of convolutions are matrices of windows
/// by filters.
struct Orthogonality {
  enum class Mode { rows, columns };
  friend constexpr auto names(Mode) { return std::array{"rows", "columns"}; }

  double factor = 0.01;
  Mode mode = Mode::columns;

  static constexpr auto name = "orthogonal";
  static constexpr auto summary = "Pushes the vectors of a matrix to be orthogonal.";
  static constexpr bool weights_only = true;  // the pairs of a batch are not those of its parts
  static void describe(auto& self, auto& field) {
    field("factor", self.factor, "Its weight.", at_least(0));
    field("mode", self.mode, "Which vectors: columns, one a unit, or rows, one an input.");
  }
  Value penalty(Value parameter) const;
};

}  // namespace plumb
