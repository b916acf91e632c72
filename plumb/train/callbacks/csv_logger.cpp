#include "plumb/train/callbacks/csv_logger.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Callback>().add<CsvLogger>();

// The lines are part of the checkpoint, so that a resumed training neither repeats nor loses one.
void CsvLogger::epoch_ended(Training& training, State& state) const {
  if (training.folder.empty()) return;
  std::string header = "epoch", line = std::to_string(training.epoch + 1);
  for (const auto& [metric, value] : training.metrics) {
    header += "," + metric;
    line += "," + shortest(value);
  }
  if (state.lines.empty()) state.lines.push_back(header);
  state.lines.push_back(line);
  write_file(training.folder / file, join(state.lines, "\n") + "\n");
}

}  // namespace plumb
