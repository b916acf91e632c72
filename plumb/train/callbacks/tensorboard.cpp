#include "plumb/train/callbacks/tensorboard.h"

#include <chrono>

#include "plumb/train/event_file.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Callback>().add<Tensorboard>();

void Tensorboard::epoch_ended(Training& training, State& state) const {
  if (training.folder.empty()) return;
  const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  const Path in = training.folder / folder;
  make_folder(in);
  std::string records;
  std::error_code gone;
  const uintmax_t there = state.file.empty() ? 0 : std::filesystem::file_size(in / state.file, gone);
  if (state.file.empty() || gone || there < static_cast<uintmax_t>(state.size)) {  // or somebody cleared the folder
    state.size = 0;
    state.file = fmt::format("events.out.tfevents.{}.plumb", static_cast<int64_t>(now * 1000));
    records = record_of(event_file_version(now));
  }
  for (const auto& [metric, value] : training.metrics)
    records += record_of(scalar_event(now, training.epoch + 1, metric, static_cast<float>(value)));
  append_file(in / state.file, static_cast<size_t>(state.size), records);
  state.size += static_cast<int64_t>(records.size());
}

}  // namespace plumb
