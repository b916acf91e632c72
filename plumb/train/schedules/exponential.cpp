#include "plumb/train/schedules/exponential.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Schedule>().add<ExponentialDecay>();

double ExponentialDecay::rate(const Moment& moment) const {
  return moment.learning_rate * std::pow(factor, static_cast<double>(moment.epoch));
}

}  // namespace plumb
