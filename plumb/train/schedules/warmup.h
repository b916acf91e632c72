#pragma once

#include "plumb/train/schedule.h"
#include "plumb/train/schedules/constant.h"

namespace plumb {

/// A linear rise over the first steps into any other schedule.
///
///     schedule: {warmup: {steps: 200, then: on_plateau}}
struct Warmup {
  int64_t steps = 100;
  Schedule then = ConstantRate{};

  static constexpr auto name = "warmup";
  static constexpr auto summary = "A linear rise into another schedule.";
  static constexpr auto shorthand = "steps";
  static void describe(auto& self, auto& field) {
    field("steps", self.steps, "Steps of the rise.", at_least(1));
    field("then", self.then, "The schedule whose rates are reached.");
  }
  struct State {
    Entry then = {};
    static void describe(auto& self, auto& field) { field("then", self.then, "State of the other schedule."); }
  };
  double rate(const Moment& moment, State& state) const;
};

}  // namespace plumb
