#pragma once

#include "plumb/task/runner.h"

namespace plumb {

/// Whether the rows of a task are held in memory or streamed from their files.
struct Feeding {
  bool streamed = false;
  double memory = 0;        // bytes that a streamed run may take
  std::string reason = {};  // a line for the log; empty where there was nothing to choose
};

/// `data.stream` decides; where it is `auto`, rows are held in memory unless the forecast of that is above
/// `memory_limit` (without a limit: always), so that the choice depends on the task alone and not on the machine. An
/// Error where the task takes more than its limit either way, before anything of it runs.
Feeding choose_feeding(const Task& task, const RunSettings& settings);

}  // namespace plumb
