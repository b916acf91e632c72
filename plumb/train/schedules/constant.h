#pragma once

#include "plumb/train/schedule.h"

namespace plumb {

/// The optimizer's learning rate all the time.
struct ConstantRate {
  static constexpr auto name = "constant";
  static constexpr auto summary = "The optimizer's learning rate all the time.";
  static void describe(auto&, auto&) {}
  double rate(const Moment& moment) const;
};

}  // namespace plumb
