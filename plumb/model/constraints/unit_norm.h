#pragma once

#include "plumb/model/constraint.h"

namespace plumb {

/// What goes into a unit has length 1: w / (length + 1e-7), as Keras computes it.
///
///     dense: {units: 64, constraint: unit_norm}
struct UnitNorm {
  std::vector<int64_t> axis = {};

  static constexpr auto name = "unit_norm";
  static constexpr auto summary = "What goes into a unit has length 1.";
  static void describe(auto& self, auto& field) { field("axis", self.axis, unit_axes); }
  Value constrained(Value kernel) const;
};

}  // namespace plumb
