#pragma once

#include "plumb/model/constraint.h"

namespace plumb {

/// What goes into a unit is between two lengths, or comes nearer to that by `rate`, in its direction. As Keras computes
/// it:
///
///     w * (rate * clip(length, min_value, max_value) + (1 - rate) * length) / (length + 1e-7)
///
///     dense: {units: 64, kernel_constraint: {min_max_norm: {min_value: 0.5, max_value: 2}}}
struct MinMaxNorm {
  double min_value = 0;
  double max_value = 1;
  double rate = 1;
  std::vector<int64_t> axis = {};

  static constexpr auto name = "min_max_norm";
  static constexpr auto summary = "What goes into a unit is between two lengths.";
  static void describe(auto& self, auto& field) {
    field("min_value", self.min_value, "The least length.", at_least(0));
    field("max_value", self.max_value, "The greatest length.", above(0));
    field("rate", self.rate, "Share of the way that a step goes; 1: all of it.", above_up_to(0, 1));
    field("axis", self.axis, unit_axes);
  }
  void check(Problems& problems) const;
  Value constrained(Value weight) const;
};

}  // namespace plumb
