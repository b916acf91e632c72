#pragma once

#include "plumb/core/describe.h"

namespace plumb {

/// How often: `1 epoch`, `500 steps`, `10 min` (s, min, h), or `auto`: after each epoch, but not more often than every
/// two seconds, and within long epochs every minute.
struct Interval {
  enum class Unit { automatic, epochs, steps, seconds } unit = Unit::automatic;
  double amount = 0;
};

template <>
struct Form<Interval> {
  static std::optional<Interval> read(const Entry& entry, Problems& problems);
  static Entry write(const Interval& value);
  static Entry schema();
  static std::string words() { return "auto, or a number with epochs, steps, s, min or h"; }
};

/// When a training is saved so that it can go on, and how many of these checkpoints stay.
///
///     train: {checkpoint: {every: 500 steps, keep: 3}}
struct CheckpointOptions {
  Interval every = {};
  int64_t keep = 2;

  static void describe(auto& self, auto& field) {
    field("every", self.every, "How often: `1 epoch`, `500 steps`, `10 min`; auto: each epoch, or each minute.");
    field("keep", self.keep, "How many of the last ones stay, beside that of the best epoch.", at_least(1));
  }
  static constexpr auto shorthand = "every";
};

/// What happens when the loss is no number, or explodes.
enum class OnNan { stop, ignore };
constexpr auto names(OnNan) { return std::array{"stop", "ignore"}; }

}  // namespace plumb
