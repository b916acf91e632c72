#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The first of two inputs of one shape less the second.
struct Subtract {
  static constexpr auto name = "subtract";
  static constexpr auto summary = "The first of two inputs of one shape less the second.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, const Values& inputs) const;
};

}  // namespace plumb
