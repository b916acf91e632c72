#include "plumb/train/schedules/cosine.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Schedule>().add<Cosine>();

double Cosine::rate(const Moment& moment) const {
  if (moment.step < warmup)
    return moment.learning_rate * static_cast<double>(moment.step + 1) / static_cast<double>(warmup);
  const auto length = static_cast<double>(std::max<int64_t>(1, moment.steps - warmup));
  const double done = std::min(1.0, static_cast<double>(moment.step - warmup) / length);
  return moment.learning_rate * (alpha + (1 - alpha) * (1 + std::cos(std::numbers::pi * done)) / 2);
}

}  // namespace plumb
