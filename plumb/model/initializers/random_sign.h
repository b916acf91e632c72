#pragma once

#include "plumb/model/initializer.h"

namespace plumb {

/// -1 or 1, each as likely: how the members of an ensemble that share their weights are made to differ.
struct RandomSign {
  static constexpr auto name = "random_sign";
  static constexpr auto summary = "-1 or 1, each as likely.";
  static void describe(auto&, auto&) {}
  void fill(const Shape& shape, Random& random, float* to) const;
};

}  // namespace plumb
