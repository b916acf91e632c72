#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// Uniform within sqrt(3 / fan in) of 0 (LeCun et al., 1998).
struct LecunUniform {
  static constexpr auto name = "lecun_uniform";
  static constexpr auto summary = "Uniform within sqrt(3 / fan in) of 0.";
  static void describe(auto&, auto&) {}
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
