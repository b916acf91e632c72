#include "plumb/core/limits.h"

#include <fmt/core.h>

#include <cmath>

namespace plumb {

/// Whole numbers as people write them: 100000, not 1e+05.
static std::string in_full(double number) {
  return std::abs(number) < 1e15 && number == std::trunc(number) ? fmt::format("{:.0f}", number) : shortest(number);
}

bool Limit::allows(double value) const {
  const bool low_holds = low_open ? value > low : value >= low;  // false for a NaN
  const bool high_holds = high_open ? value < high : value <= high;
  return low_holds && high_holds;
}

std::string Limit::text() const {
  const std::string floor = in_full(low), ceiling = in_full(high);
  if (high >= 1e300) return low_open ? "above " + floor : "at least " + floor;
  if (!low_open && !high_open) return fmt::format("between {} and {}", floor, ceiling);
  return fmt::format("{} {} and {} {}", low_open ? "above" : "at least", floor, high_open ? "below" : "at most",
                     ceiling);
}

Entry Limit::bad() const {
  const double value = low_open ? low : low - 1;
  return value == static_cast<double>(static_cast<int64_t>(value)) ? Entry::number(static_cast<int64_t>(value))
                                                                   : Entry::number(value);
}

void Limit::write(Entry& schema) const {
  schema.set(low_open ? "exclusiveMinimum" : "minimum", Entry::number(low));
  if (high < 1e300) schema.set(high_open ? "exclusiveMaximum" : "maximum", Entry::number(high));
}

}  // namespace plumb
