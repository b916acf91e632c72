#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// All 0.
struct Zeros {
  static constexpr auto name = "zeros";
  static constexpr auto summary = "All 0.";
  static void describe(auto&, auto&) {}
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
