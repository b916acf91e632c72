#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

/// No hidden layer: linear regression, or logistic regression for classes.
struct LinearNetwork {
  static constexpr auto name = "linear";
  static constexpr auto summary = "No hidden layer: linear or logistic regression.";
  static void describe(auto&, auto&) {}
  Plan plan(const NetworkContext& context) const;
};

}  // namespace plumb
