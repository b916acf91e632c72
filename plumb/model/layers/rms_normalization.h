#pragma once

#include "plumb/model/layer.h"

namespace plumb {

/// The last axis of each row divided by the root of its mean square, then scaled (Zhang and Sennrich, 2019): a layer
/// normalisation without the mean. y = x / sqrt(mean(x^2) + epsilon) * gamma
///
///     rms_normalization        RMSNormalization{}
///
/// With `axis` other axes, as for layer_normalization.
struct RMSNormalization {
  std::vector<int64_t> axis = {-1};
  double epsilon = 1e-6;

  static constexpr auto name = "rms_normalization";
  static constexpr auto summary = "The numbers of each row divided by their root mean square.";
  static void describe(auto& self, auto& field) {
    field("axis", self.axis, "Which axes, one or several; negative counts from the last. Not 0, the rows.");
    field("epsilon", self.epsilon, "Added to the mean square.", above(0));
  }
  Value build(Scope& scope, Value x) const;
};

}  // namespace plumb
