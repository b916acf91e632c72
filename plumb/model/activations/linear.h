#pragma once

#include "plumb/model/activation.h"

namespace plumb {

/// No activation: x as it is.
struct Linear {
  static constexpr auto name = "linear";
  static constexpr auto summary = "x as it is.";
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return x; }
};

}  // namespace plumb
