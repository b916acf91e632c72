#include "plumb/train/callbacks/model_checkpoint.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Callback>().add<ModelCheckpoint>();

void ModelCheckpoint::check(Problems& problems) const {
  if (!best_only && file.find("{epoch}") == std::string::npos)
    problems.add("file", "every epoch would write the same file; write e.g. `file: epoch-{epoch}.safetensors`");
  if (Path(file).is_absolute() || file.find("..") != std::string::npos)
    problems.add("file", "must lie in the run folder; write a name without a path");
}

void ModelCheckpoint::epoch_ended(Training& training, State& state) const {
  if (training.folder.empty()) return;
  if (best_only) {
    const bool higher = training.higher_is_better(monitor);
    const double value = training.metrics.at(monitor);
    if (state.any && !(higher ? value > state.best : value < state.best)) return;
    state = {.any = true, .best = value};
  }
  std::string target = file;
  if (const size_t at = target.find("{epoch}"); at != std::string::npos)
    target.replace(at, 7, std::to_string(training.epoch + 1));
  training.write_weights(training.folder / target);
}

}  // namespace plumb
