#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// Normal numbers not further than two deviations from the mean.
struct TruncatedNormal {
  double mean = 0;
  double stddev = 0.05;

  static constexpr auto name = "truncated_normal";
  static constexpr auto summary = "Normal numbers not further than two deviations from the mean.";
  static void describe(auto& self, auto& field) {
    field("mean", self.mean, "Their mean.");
    field("stddev", self.stddev, "Their standard deviation before the cut.", at_least(0));
  }
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
