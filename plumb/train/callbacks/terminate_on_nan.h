#pragma once

#include "plumb/train/callback.h"

namespace plumb {

/// Stops at the first loss that is not a number: from there on nothing is learned.
struct TerminateOnNan {
  static constexpr auto name = "terminate_on_nan";
  static constexpr auto summary = "Stops at the first loss that is not a number.";
  static void describe(auto&, auto&) {}
  void step_ended(Training& training) const;
};

}  // namespace plumb
