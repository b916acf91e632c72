#include "plumb/train/callbacks/early_stopping.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Callback>().add<EarlyStopping>();

void EarlyStopping::epoch_ended(Training& training, State& state) const {
  const bool higher = training.higher_is_better(monitor);
  const double value = training.metrics.at(monitor);
  const double gain = higher ? value - state.best : state.best - value;
  if (std::isfinite(value) && (!state.any || gain > min_delta)) {
    state = {.any = true, .best = value, .best_epoch = training.epoch, .waited = 0};
    if (restore_best) training.keep_weights("early_stopping");
  } else if (++state.waited >= patience) {
    training.stop(fmt::format("{} was best in epoch {} ({:.5g}) and not better for {} epochs", monitor,
                              state.best_epoch + 1, state.best, state.waited));
  }
}

void EarlyStopping::ended(Training& training, State& state) const {
  if (restore_best && state.any) training.restore_weights("early_stopping");
}

}  // namespace plumb
