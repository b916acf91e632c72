#pragma once

#include <string>

#include "plumb/prepare/step.h"

namespace plumb {

/// The target that a step looks at: the one that it names, or the only one that the task has; else an Error.
std::string target_column(const std::string& step, const std::string& named, const Table& rows,
                          const StepContext& context);

}  // namespace plumb
