#include "plumb/train/schedules/warmup.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Schedule>().add<Warmup>();

double Warmup::rate(const Moment& moment, State& state) const {
  const double full = then.rate(moment, state.then);
  return moment.step < steps ? full * static_cast<double>(moment.step + 1) / static_cast<double>(steps) : full;
}

}  // namespace plumb
