#include "plumb/train/schedules/on_plateau.h"

#include <algorithm>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Schedule>().add<OnPlateau>();

double OnPlateau::rate(const Moment& moment, State& state) const {
  if (moment.epoch != state.epoch && !moment.last.empty()) {
    state.epoch = moment.epoch;
    const auto found = moment.last.find(monitor);
    if (found == moment.last.end())
      throw Error("on_plateau: there is no metric \"{}\"; set `valid` rows, or `monitor: loss`", monitor);
    const double value = less_is_better(monitor) ? found->second : -found->second;
    if (!state.any || value < state.best - min_delta) {
      state.best = value;
      state.any = true;
      state.waited = 0;
    } else if (++state.waited > patience) {
      state.factor *= factor;
      state.waited = 0;
    }
  }
  return std::max(min_rate, moment.learning_rate * state.factor);
}

}  // namespace plumb
