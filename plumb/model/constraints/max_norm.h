#pragma once

#include "plumb/model/constraint.h"

namespace plumb {

/// What goes into a unit is no longer than `max_value` (Hinton et al., dropout, 2012); longer ones are shortened, in
/// their direction: w * min(length, max_value) / (length + 1e-7), as Keras computes it.
///
///     dense: {units: 64, constraint: {max_norm: 3}}
struct MaxNorm {
  double max_value = 2;
  std::vector<int64_t> axis = {};

  static constexpr auto name = "max_norm";
  static constexpr auto summary = "What goes into a unit is no longer than this.";
  static constexpr auto shorthand = "max_value";
  static void describe(auto& self, auto& field) {
    field("max_value", self.max_value, "The greatest length.", above(0));
    field("axis", self.axis, unit_axes);
  }
  Value constrained(Value kernel) const;
};

}  // namespace plumb
