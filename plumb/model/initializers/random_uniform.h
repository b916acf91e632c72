#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// Uniform numbers.
struct RandomUniform {
  double minval = -0.05;
  double maxval = 0.05;

  static constexpr auto name = "random_uniform";
  static constexpr auto summary = "Uniform numbers.";
  static void describe(auto& self, auto& field) {
    field("minval", self.minval, "The smallest.");
    field("maxval", self.maxval, "The largest.");
  }
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
