#pragma once

#include <string>
#include <vector>

#include "plumb/core/entry.h"

namespace plumb {

/// A bound on a number that can say itself in words, write itself into a JSON Schema and produce a bad value for tests.
///
///     field("rate", self.rate, "Share of units dropped.", between(0, 1));       // 0 <= rate <= 1
///     field("units", self.units, "Width of the layer.", at_least(1));
///     field("learning_rate", self.learning_rate, "Size of a step.", above(0));
struct Limit {
  double low = -1e300, high = 1e300;
  bool low_open = false, high_open = false;  // whether the bound itself is refused

  bool allows(double value) const;
  std::string text() const;  // "between 0 and 1"
  Entry bad() const;         // a number that is refused
  void write(Entry& schema) const;
};

inline Limit between(double low, double high) { return {low, high}; }
inline Limit at_least(double low) { return {.low = low}; }
inline Limit above(double low) { return {.low = low, .low_open = true}; }
/// low <= value < high, as for dropout rates.
inline Limit from_below(double low, double high) { return {low, high, false, true}; }
/// low < value <= high, as for shares that may not be empty.
inline Limit above_up_to(double low, double high) { return {low, high, true, false}; }

/// Marks an option that must be given.
struct Required {};
inline constexpr Required required{};

}  // namespace plumb
