#pragma once

#include "plumb/task/fit.h"
#include "plumb/task/task.h"

namespace plumb {

/// Puts the precision that `auto` comes to on this machine (train/choose_precision.h) in its place, before anything is
/// written or trained: it stands in the run's `task.yaml`, so that its folds and whoever resumes it take the same. What
/// was measured lies in the folder of cached tables. With a `memory_limit`, and for streamed rows, nothing is measured,
/// and it is fp32. Where the task asks for `deterministic: any_threads`, one line says what that costs here, or why it
/// is not measured.
void settle_precision(Task& task, ReadyFit& fit, const TrainSettings& settings);

/// The same where there is no task but a `Model`, whose rows are in memory.
void settle_precision(ReadyFit& fit, const TrainSettings& settings);

}  // namespace plumb
