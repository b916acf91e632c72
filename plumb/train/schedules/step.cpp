#include "plumb/train/schedules/step.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Schedule>().add<StepDecay>();

double StepDecay::rate(const Moment& moment) const {
  return moment.learning_rate * std::pow(factor, static_cast<double>(moment.epoch / every));
}

}  // namespace plumb
