#include "plumb/train/schedules/polynomial.h"

#include <algorithm>
#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Schedule>().add<PolynomialDecay>();

double PolynomialDecay::rate(const Moment& moment) const {
  const double left = 1 - std::min(1.0, static_cast<double>(moment.step) / static_cast<double>(moment.steps));
  return moment.learning_rate * (alpha + (1 - alpha) * std::pow(left, power));
}

}  // namespace plumb
