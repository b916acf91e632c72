#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// Truncated normal of deviation sqrt(1 / fan in) (LeCun et al., 1998).
struct LecunNormal {
  static constexpr auto name = "lecun_normal";
  static constexpr auto summary = "Truncated normal of deviation sqrt(1 / fan in).";
  static void describe(auto&, auto&) {}
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
