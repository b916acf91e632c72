#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// Truncated normal of deviation sqrt(2 / (fan in + fan out)) (Glorot and Bengio, 2010).
struct GlorotNormal {
  static constexpr auto name = "glorot_normal";
  static constexpr auto summary = "Truncated normal of deviation sqrt(2 / (fan in + fan out)).";
  static void describe(auto&, auto&) {}
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
