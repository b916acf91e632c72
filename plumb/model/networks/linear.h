#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

/// No hidden layer: linear regression, or logistic regression for classes. Unless the task says otherwise, it is
/// trained as `tabular` is, at a rate of 0.01.
struct LinearNetwork {
  static constexpr auto name = "linear";
  static constexpr auto summary = "No hidden layer: linear or logistic regression.";
  static void describe(auto&, auto&) {}
  Wants wants(const TableFacts& facts) const;
  Plan plan(const NetworkContext& context) const;
};

}  // namespace plumb
