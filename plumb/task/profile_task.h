#pragma once

#include "plumb/task/task.h"
#include "plumb/train/step_profile.h"

namespace plumb {

struct TaskProfile {
  StepProfile step = {};
  Peaks peaks = {};
  std::string text() const;
  Entry entry() const;
  std::string trace() const { return chrome_trace(step.times); }
};

/// Reads the task's data, prepares them, times `steps` updates on its train rows and the machine's peaks. Writes
/// nothing.
TaskProfile profile_task(const Task& task, int threads, int64_t steps);

}  // namespace plumb
