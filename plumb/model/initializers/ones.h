#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// All 1.
struct Ones {
  static constexpr auto name = "ones";
  static constexpr auto summary = "All 1.";
  static void describe(auto&, auto&) {}
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
