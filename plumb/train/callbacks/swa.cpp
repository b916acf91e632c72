#include "plumb/train/callbacks/swa.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Callback>().add<Swa>();

void Swa::epoch_ended(Training& training, State& state) const {
  if (static_cast<double>(training.epoch) < start * static_cast<double>(training.epochs)) return;
  state.averaged += 1;
  training.blend_weights(name, 1.0 / static_cast<double>(state.averaged));
}

void Swa::ended(Training& training, State& state) const {
  if (state.averaged > 0) training.restore_weights(name);
}

}  // namespace plumb
