#pragma once

#include "plumb/model/constraint.h"

namespace plumb {

/// What goes into a unit has length 1: w / (length + 1e-7), as Keras computes it.
///
///     dense: {units: 64, constraint: unit_norm}
struct UnitNorm {
  static constexpr auto name = "unit_norm";
  static constexpr auto summary = "What goes into a unit has length 1.";
  static void describe(auto&, auto&) {}
  Value constrained(Value kernel) const;
};

}  // namespace plumb
