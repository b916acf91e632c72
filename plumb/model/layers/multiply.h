#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The product of inputs of one shape, place by place.
struct Multiply {
  static constexpr auto name = "multiply";
  static constexpr auto summary = "The product of inputs of one shape, place by place.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, const Values& inputs) const;
};

}  // namespace plumb
