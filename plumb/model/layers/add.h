#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The sum of inputs of one shape.
struct Add {
  static constexpr auto name = "add";
  static constexpr auto summary = "The sum of inputs of one shape.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, const Values& inputs) const;
};

}  // namespace plumb
