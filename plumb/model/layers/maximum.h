#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The largest of inputs of one shape, place by place.
struct Maximum {
  static constexpr auto name = "maximum";
  static constexpr auto summary = "The largest of inputs of one shape, place by place.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, const Values& inputs) const;
};

}  // namespace plumb
