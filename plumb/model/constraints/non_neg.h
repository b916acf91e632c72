#pragma once

#include "plumb/model/constraint.h"

namespace plumb {

/// No weight is below 0: those that are become 0, as in Keras.
///
///     dense: {units: 64, kernel_constraint: non_neg}
struct NonNeg {
  static constexpr auto name = "non_neg";
  static constexpr auto summary = "No weight is below 0.";
  static void describe(auto&, auto&) {}
  Value constrained(Value weight) const;
};

}  // namespace plumb
