#include "plumb/train/schedules/one_cycle.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Schedule>().add<OneCycle>();

double OneCycle::rate(const Moment& moment) const {
  const double top = peak.value_or(moment.learning_rate), first = top / divide, last = first / final_divide;
  const auto steps = static_cast<double>(moment.steps), step = static_cast<double>(moment.step);
  const double turn = rise * steps - 1, end = steps - 1;
  const auto between = [](double from, double to, double share) {
    return to + (from - to) / 2 * (1 + std::cos(std::numbers::pi * share));
  };
  if (step <= turn && turn > 0) return between(first, top, step / turn);
  return end > turn ? between(top, last, std::min(1.0, (step - turn) / (end - turn))) : last;
}

}  // namespace plumb
