#pragma once

#include "plumb/task/task.h"

namespace plumb {

/// What the images of one row of a task take as pixels once they are prepared: decoded, and in the size that the task
/// or the images themselves ask for. From the first of these rows; 0 where there are no images.
double pixel_bytes(const Task& task, const Table& rows);

}  // namespace plumb
