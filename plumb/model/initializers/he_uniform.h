#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// Uniform within sqrt(6 / fan in) of 0, for relu (He et al., 2015).
struct HeUniform {
  static constexpr auto name = "he_uniform";
  static constexpr auto summary = "Uniform within sqrt(6 / fan in) of 0, for relu.";
  static void describe(auto&, auto&) {}
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
