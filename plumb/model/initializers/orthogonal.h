#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// Rows, or columns where there are fewer of them, that are orthogonal and of length `gain` (Saxe et al., 2013). Axes
/// before the last count as one.
struct Orthogonal {
  double gain = 1;

  static constexpr auto name = "orthogonal";
  static constexpr auto summary = "Orthogonal rows or columns, for recurrent weights.";
  static constexpr auto shorthand = "gain";
  static void describe(auto& self, auto& field) { field("gain", self.gain, "Length of a row or column.", above(0)); }
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
