#pragma once

#include <array>

#include "plumb/model/regularizer.h"

namespace plumb {

/// l1 times the sum of absolute values plus l2 times the sum of squares (Zou and Hastie, 2005): sparse, and small.
///
///     dense: {units: 64, kernel_regularizer: {l1_l2: {l1: 0.001, l2: 0.001}}}
struct L1L2 {
  double l1 = 0.01;
  double l2 = 0.01;

  static constexpr auto name = "l1_l2";
  static constexpr auto summary = "The sum of `l1` and `l2`.";
  static constexpr std::array aliases{"elastic_net"};
  static void describe(auto& self, auto& field) {
    field("l1", self.l1, "Weight of the sum of absolute values.", at_least(0));
    field("l2", self.l2, "Weight of the sum of squares.", at_least(0));
  }
  Value penalty(Value parameter) const;
};

}  // namespace plumb
