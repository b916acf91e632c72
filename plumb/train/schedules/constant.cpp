#include "plumb/train/schedules/constant.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Schedule>().add<ConstantRate>();

double ConstantRate::rate(const Moment& moment) const { return moment.learning_rate; }

}  // namespace plumb
