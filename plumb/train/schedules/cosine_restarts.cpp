#include "plumb/train/schedules/cosine_restarts.h"

#include <cmath>
#include <numbers>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Schedule>().add<CosineRestarts>();

double CosineRestarts::rate(const Moment& moment) const {
  const double steps_per_epoch = static_cast<double>(moment.steps) / static_cast<double>(moment.epochs);
  double length = static_cast<double>(first) * steps_per_epoch, at = static_cast<double>(moment.step);
  while (at >= length) {
    at -= length;
    length *= multiply;
  }
  return moment.learning_rate * (alpha + (1 - alpha) * (1 + std::cos(std::numbers::pi * at / length)) / 2);
}

}  // namespace plumb
