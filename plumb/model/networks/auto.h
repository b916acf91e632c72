#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

/// Chooses by the kinds of inputs, the target and the number of rows, and says why.
struct AutoNetwork {
  static constexpr auto name = "auto";
  static constexpr auto summary = "Chooses by inputs, target and number of rows, and says why.";
  static void describe(auto&, auto&) {}
  Plan plan(const NetworkContext& context) const;
};

}  // namespace plumb
