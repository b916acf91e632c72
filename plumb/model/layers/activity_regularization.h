#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// Passes its input on and adds a penalty on it to the loss: l1 times the sum of absolute values plus l2 times the sum
/// of squares, mean of the rows; what the `activity_regularizer` of the layer before it would add.
///
///     activity_regularization: {l1: 0.001}        ActivityRegularization{.l1 = 0.001}
struct ActivityRegularization {
  double l1 = 0;
  double l2 = 0;

  static constexpr auto name = "activity_regularization";
  static constexpr auto summary = "Adds a penalty on what passes through it.";
  static constexpr auto example = "activity_regularization: {l1: 0.001}";
  static void describe(auto& self, auto& field) {
    field("l1", self.l1, "Weight of the sum of absolute values.", at_least(0));
    field("l2", self.l2, "Weight of the sum of squares.", at_least(0));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
