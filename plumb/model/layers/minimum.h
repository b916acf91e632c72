#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The smallest of inputs of one shape, place by place.
struct Minimum {
  static constexpr auto name = "minimum";
  static constexpr auto summary = "The smallest of inputs of one shape, place by place.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, const Values& inputs) const;
};

}  // namespace plumb
