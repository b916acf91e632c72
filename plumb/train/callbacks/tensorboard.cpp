#include "plumb/train/callbacks/tensorboard.h"

#include <chrono>

#include "plumb/train/event_file.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Callback>().add<Tensorboard>();

void Tensorboard::epoch_ended(Training& training, State& state) const {
  if (training.folder.empty()) return;
  const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  const Path in = training.folder / folder;
  if (state.file.empty()) {
    make_folder(in);
    state.file = fmt::format("events.out.tfevents.{}.plumb", static_cast<int64_t>(now * 1000));
    append_record(in / state.file, event_file_version(now));
  }
  for (const auto& [metric, value] : training.metrics)
    append_record(in / state.file, scalar_event(now, training.epoch + 1, metric, static_cast<float>(value)));
}

}  // namespace plumb
