#include "plumb/train/schedules/inverse_square_root.h"

#include <algorithm>
#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Schedule>().add<InverseSquareRoot>();

double InverseSquareRoot::rate(const Moment& moment) const {
  const auto step = static_cast<double>(moment.step + 1), rise = static_cast<double>(warmup);
  return moment.learning_rate * std::min(step / rise, std::sqrt(rise / step));
}

}  // namespace plumb
