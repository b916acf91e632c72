#pragma once

#include "plumb/model/regularizer.h"

namespace plumb {

/// factor times the sum of squares: keeps weights small. Its gradient is 2 * factor * weight.
///
///     dense: {units: 64, kernel_regularizer: {l2: 0.001}}
struct L2 {
  double factor = 0.01;

  static constexpr auto name = "l2";
  static constexpr auto summary = "Factor times the sum of squares.";
  static constexpr auto shorthand = "factor";
  static void describe(auto& self, auto& field) { field("factor", self.factor, "Its weight.", at_least(0)); }
  Value penalty(Value parameter) const;
};

}  // namespace plumb
