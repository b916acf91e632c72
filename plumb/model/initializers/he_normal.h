#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// Truncated normal of deviation sqrt(2 / fan in), for relu (He et al., 2015).
struct HeNormal {
  static constexpr auto name = "he_normal";
  static constexpr auto summary = "Truncated normal of deviation sqrt(2 / fan in), for relu.";
  static void describe(auto&, auto&) {}
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
