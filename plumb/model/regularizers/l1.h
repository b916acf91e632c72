#pragma once

#include "plumb/model/regularizer.h"

namespace plumb {

/// factor times the sum of absolute values: pushes weights to exactly 0.
///
///     dense: {units: 64, kernel_regularizer: {l1: 0.001}}
struct L1 {
  double factor = 0.01;

  static constexpr auto name = "l1";
  static constexpr auto summary = "Factor times the sum of absolute values.";
  static constexpr auto shorthand = "factor";
  static void describe(auto& self, auto& field) { field("factor", self.factor, "Its weight.", at_least(0)); }
  Value penalty(Value parameter) const;
};

}  // namespace plumb
