#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// All the same number.
struct ConstantInitializer {
  double value = 0;

  static constexpr auto name = "constant";
  static constexpr auto summary = "All the same number.";
  static constexpr auto shorthand = "value";
  static void describe(auto& self, auto& field) { field("value", self.value, "The number."); }
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
