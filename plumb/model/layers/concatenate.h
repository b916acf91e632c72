#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Inputs side by side along an axis, the last one by default.
struct Concatenate {
  int64_t axis = -1;

  static constexpr auto name = "concatenate";
  static constexpr auto summary = "Inputs side by side along an axis.";
  static constexpr auto shorthand = "axis";
  static void describe(auto& self, auto& field) {
    field("axis", self.axis, "Which axis; negative counts from the last. Not 0, the rows.");
  }
  Value build(Scope& scope, const Values& inputs) const;
};

}  // namespace plumb
