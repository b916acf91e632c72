#pragma once

#include "plumb/task/forecast.h"
#include "plumb/task/task_data.h"

namespace plumb {

/// Rows of a task that stand for all of them. Small data are read as a whole.
struct TaskSample {
  TaskData data = {};         // what is prepared: the rows that were read, or some of them, spread evenly
  Forecast::Rows rows = {};   // of the whole task
  double table_bytes = 0;     // of all rows, as tables
  double raw_bytes = 0;       // of the largest part, as the reader holds it beside its table
  double read_seconds = 0;    // of all rows
  double prepared_scale = 1;  // train rows of the task to those of `data`
};
TaskSample sample_task(const Task& task);

}  // namespace plumb
