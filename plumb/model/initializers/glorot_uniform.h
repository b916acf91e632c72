#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// Uniform within sqrt(6 / (fan in + fan out)) of 0 (Glorot and Bengio, 2010).
struct GlorotUniform {
  static constexpr auto name = "glorot_uniform";
  static constexpr auto summary = "Uniform within sqrt(6 / (fan in + fan out)) of 0.";
  static void describe(auto&, auto&) {}
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
