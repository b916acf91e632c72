#pragma once

#include <string>

#include "plumb/task/runner.h"

namespace plumb {

/// Whether the rows of a task are held in memory or streamed from their files (docs/large_data.md).
struct Feeding {
  bool streamed = false;
  double memory = 0;         // bytes that a streamed run may take
  std::string reason = {};   // a line for the log; empty where there was nothing to choose
  std::string refusal = {};  // why the task cannot run at all within its `memory_limit`
};

/// Why the rows of a task must be in memory; "" where they need not.
std::string stream_obstacle(const Task& task);

/// What a streamed run keeps for windows, samples and the pieces that are being read, of the bytes that it may take.
double stream_buffers(double memory);
/// The bytes that a streamed run of a task may take: its limit, or 2 GB.
double stream_memory(const Task& task);

/// `data.stream` decides; where it is `auto`, rows are held in memory unless the forecast of that is above
/// `memory_limit` (without a limit: always), so that the choice depends on the task alone and not on the machine. An
/// Error where streaming is asked for and the task has what needs all rows (folds, say).
///
/// `in_memory`: what the largest stage of a run takes, and `stage` its name; `streaming`: what a streamed run takes.
Feeding feeding_for(const Task& task, double in_memory, const std::string& stage, double streaming);

/// The same, after a forecast where one is needed; a refusal is an Error, before anything of the task runs.
Feeding choose_feeding(const Task& task, const RunSettings& settings);

}  // namespace plumb
