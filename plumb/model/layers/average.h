#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The mean of inputs of one shape, place by place.
struct AverageLayer {
  static constexpr auto name = "average";
  static constexpr auto summary = "The mean of inputs of one shape, place by place.";
  static void describe(auto&, auto&) {}
  Value build(Scope& scope, const Values& inputs) const;
};

}  // namespace plumb
